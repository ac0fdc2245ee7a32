package io.amp4j.loader.testkit.simulation;

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
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A loader with a bug planted into its units, or into its recovery. */
class BrokenLoader implements Loader {
    private final Loader loader;
    private final UnaryOperator<Unit> bug;
    private final UnaryOperator<LoadSession> sessionBug;

    BrokenLoader(Loader loader, UnaryOperator<Unit> bug, UnaryOperator<LoadSession> sessionBug) {
        this.loader = loader;
        this.bug = bug;
        this.sessionBug = sessionBug;
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
    public LoadSession open(LoadRequest request) {
        LoadSession session = loader.open(request);
        return sessionBug.apply(new DelegatingSession(session) {
            @Override
            public Unit begin() {
                return bug.apply(super.begin());
            }
        });
    }

    @Override
    public void close() {
        loader.close();
    }

    /** A session that does as another one does. */
    static class DelegatingSession implements LoadSession {
        private final LoadSession session;

        DelegatingSession(LoadSession session) {
            this.session = session;
        }

        @Override
        public StreamState opened() {
            return session.opened();
        }

        @Override
        public Unit begin() {
            return session.begin();
        }

        @Override
        public StreamState recover() {
            return session.recover();
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** A unit that does as another one does. */
    static class DelegatingUnit implements Unit {
        private final Unit unit;

        DelegatingUnit(Unit unit) {
            this.unit = unit;
        }

        @Override
        public long delete(List<StreamRecord> records) {
            return unit.delete(records);
        }

        @Override
        public long deleteUnnamed(List<StreamRecord> voided) {
            return unit.deleteUnnamed(voided);
        }

        @Override
        public void deleteAll() {
            unit.deleteAll();
        }

        @Override
        public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
            unit.write(id, range, rows);
        }

        @Override
        public List<StreamRecord> commit(StateChange change) {
            return unit.commit(change);
        }

        @Override
        public void close() {
            unit.close();
        }
    }
}
