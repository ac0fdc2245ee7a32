package io.amp4j.loader.testkit.engine;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A loader that fails at the steps that a test names, once each, and notes what is asked of it: at {@code write}, or only at {@code write 2}. */
final class FlakyLoader implements Loader {
    private final Loader loader;
    private final Deque<String> failures = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    FlakyLoader(Loader loader, String... failures) {
        this.loader = loader;
        this.failures.addAll(List.of(failures));
    }

    List<String> calls() {
        return calls;
    }

    private synchronized void at(String step) {
        calls.add(step);
        long times = calls.stream().filter(step::equals).count();
        if (step.equals(failures.peek()) || (step + " " + times).equals(failures.peek())) {
            failures.poll();
            throw new AmpException(LoadError.DESTINATION_UNAVAILABLE, "failed at " + step);
        }
    }

    private synchronized void note(String step) {
        calls.add(step);
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
        at("open");
        LoadSession session = loader.open(request);
        return new LoadSession() {
            @Override
            public StreamState opened() {
                return session.opened();
            }

            @Override
            public Unit begin() {
                at("begin");
                return flaky(session.begin());
            }

            @Override
            public StreamState recover() {
                at("recover");
                return session.recover();
            }

            @Override
            public void close() {
                note("end");
                session.close();
            }
        };
    }

    private Unit flaky(Unit unit) {
        return new Unit() {
            @Override
            public long delete(List<StreamRecord> records) {
                at("delete");
                return unit.delete(records);
            }

            @Override
            public long deleteUnnamed(List<StreamRecord> voided) {
                at("deleteUnnamed");
                return unit.deleteUnnamed(voided);
            }

            @Override
            public void deleteAll() {
                at("deleteAll");
                unit.deleteAll();
            }

            @Override
            public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
                at("write");
                unit.write(id, range, rows);
            }

            @Override
            public List<StreamRecord> commit(StateChange change) {
                at("commit");
                List<StreamRecord> stored = unit.commit(change);
                at("answer");
                return stored;
            }

            @Override
            public void close() {
                note("close");
                unit.close();
            }
        };
    }

    @Override
    public void close() {
        loader.close();
    }
}
