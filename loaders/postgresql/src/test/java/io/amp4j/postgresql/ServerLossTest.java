package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLossTest {
    private static final BlockRange FIRST = Blocks.range("a", 0, 9);
    private static final BlockRange SECOND = Blocks.range("a", 10, 19);

    @Test
    void goes_on_after_the_server_was_killed_within_a_unit(@TempDir Path directory) throws Exception {
        try (BufferAllocator allocator = new RootAllocator();
                KillableServer server = new KillableServer(directory.resolve("data"), Map.of());
                Loader loader = Destinations.open(server.uri() + "?connect-timeout=1s", Map.of());
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            try (Unit unit = session.begin()) {
                Blocks.write(unit, allocator, FIRST);
                unit.commit(Blocks.adding(FIRST));
            }
            try (Unit unit = session.begin()) {
                Blocks.write(unit, allocator, SECOND);
                server.kill();
                assertCode(catchThrowable(() -> unit.commit(Blocks.adding(SECOND))));
            }
            assertCode(catchThrowable(session::recover));
            assertCode(catchThrowable(session::begin));
            server.restart();
            StreamState state = retried(session::recover);
            assertThat(state.records()).hasSize(1);
            try (Unit unit = retried(session::begin)) {
                Blocks.write(unit, allocator, SECOND);
                unit.commit(Blocks.adding(SECOND));
            }
            assertThat(session.recover().records()).hasSize(2);
        }
    }

    private static void assertCode(Throwable failure) {
        LoaderTest.assertCode(failure, LoadError.DESTINATION_UNAVAILABLE);
    }

    /** As the engine does. */
    private static <T> T retried(Supplier<T> call) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return call.get();
            } catch (AmpException e) {
                assertThat(e.retryable()).as(e.getMessage()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }
}
