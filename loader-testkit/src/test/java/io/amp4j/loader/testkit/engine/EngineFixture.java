package io.amp4j.loader.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.Query;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import io.amp4j.loader.testkit.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;

/** A store in memory, a clock, and what the load said. */
abstract class EngineFixture {
    static final TableName TABLE = TableName.parse("numbers");

    final BufferAllocator allocator = new RootAllocator();
    final MemoryStore store = new MemoryStore(allocator);
    final TestClock clock = new TestClock();
    final List<LoadEvent> events = new ArrayList<>();

    @AfterEach
    void holds_no_memory() {
        store.close();
        allocator.close();
    }

    ScriptedQuery query(Script... scripts) {
        return new ScriptedQuery(allocator, clock, scripts);
    }

    /** A load on the caller's thread: it has ended when it was started. */
    LoadBuilder load(Query query) {
        return load(query, new MemoryLoader(store));
    }

    LoadBuilder load(Query query, Loader loader) {
        return Loads.from(query)
                .to(loader)
                .table(TABLE)
                .clock(clock)
                .retry(new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(8), 0, 5, Duration.ofHours(1)))
                .listener(events::add)
                .executor(Runnable::run);
    }

    static LoadResult resultOf(Load load) {
        try {
            return load.result().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the load did not end", e);
        }
    }

    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        store.read(TABLE, (id, range, rows) -> {
            BigIntVector vector = (BigIntVector) rows.getVector(0);
            for (int i = 0; i < rows.getRowCount(); i++) {
                numbers.add(vector.get(i));
            }
        });
        return numbers;
    }

    StreamState state() {
        List<StreamState> states = new MemoryLoader(store).states(Optional.of(TABLE));
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    <T extends LoadEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
