package io.amp4j.loader.testkit;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A loader that says which step it is at, and is otherwise the one it wraps. Whatever is thrown at a step is thrown to the job, so faults and
 * kills need no hook in a loader.
 */
public final class SteppedLoader implements Loader {
    private final Loader loader;
    private final Steps steps;

    /**
     * Wraps a loader.
     *
     * @param loader the loader that does the work; closed with this one
     * @param steps what is done at each step
     */
    public SteppedLoader(Loader loader, Steps steps) {
        this.loader = loader;
        this.steps = steps;
    }

    @Override
    public LoaderTraits traits() {
        return loader.traits();
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        return loader.states(table);
    }

    @Override
    public void drop(TableName table) {
        loader.drop(table);
    }

    @Override
    public LoadSession open(LoadRequest request) {
        steps.reached(Step.BEFORE_OPEN);
        LoadSession session = loader.open(request);
        try {
            steps.reached(Step.AFTER_OPEN);
            return new SteppedSession(session, steps);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void close() {
        loader.close();
    }

    private record SteppedSession(LoadSession session, Steps steps) implements LoadSession {
        @Override
        public StreamState opened() {
            return session.opened();
        }

        @Override
        public Unit begin() {
            steps.reached(Step.BEFORE_BEGIN);
            return new SteppedUnit(session.begin(), steps);
        }

        @Override
        public StreamState recover() {
            steps.reached(Step.BEFORE_RECOVER);
            return session.recover();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private record SteppedUnit(Unit unit, Steps steps) implements Unit {
        @Override
        public long delete(List<StreamRecord> records) {
            long rows = unit.delete(records);
            steps.reached(Step.AFTER_DELETE);
            return rows;
        }

        @Override
        public long deleteUnnamed(List<StreamRecord> voided) {
            long rows = unit.deleteUnnamed(voided);
            steps.reached(Step.AFTER_DELETE);
            return rows;
        }

        @Override
        public void deleteAll() {
            unit.deleteAll();
            steps.reached(Step.AFTER_DELETE);
        }

        @Override
        public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
            unit.write(id, range, rows);
            steps.reached(Step.AFTER_WRITE);
        }

        @Override
        public List<StreamRecord> commit(StateChange change) {
            steps.reached(Step.BEFORE_COMMIT);
            List<StreamRecord> added = unit.commit(change);
            steps.reached(Step.AFTER_COMMIT);
            return added;
        }

        @Override
        public void close() {
            unit.close();
        }
    }
}
