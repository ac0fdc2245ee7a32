package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

class ServerLossTest {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);

    @ParameterizedTest
    @ValueSource(strings = {"", "&max-unit-bytes=1"})
    void goes_on_after_the_server_was_killed_within_a_unit(String settings, @TempDir Path directory) {
        try (BufferAllocator allocator = new RootAllocator();
                RedisProcess server = new RedisProcess(directory, "--appendonly", "yes", "--appendfsync", "always");
                Loader loader = Destinations.open(
                        "redis://127.0.0.1:" + server.port() + "/0?connect-timeout=1s" + settings, Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            try (Unit unit = session.begin()) {
                Rows.write(unit, allocator, A1, row("y", 1L));
                Rows.write(unit, allocator, A1, row("z", 1L));
                server.kill();
                RedisFixture.failure(
                        () -> unit.commit(Rows.changing(List.of(), A1)), LoadError.DESTINATION_UNAVAILABLE);
            }
            RedisFixture.failure(session::recover, LoadError.DESTINATION_UNAVAILABLE);
            RedisFixture.failure(session::begin, LoadError.DESTINATION_UNAVAILABLE);
            server.restart();
            assertThat(retried(session::recover).records()).hasSize(1);
            Rows.commit(session, allocator, List.of(), A1, row("y", 1L), row("z", 1L));
            assertThat(session.recover().records()).hasSize(2);
            try (Jedis redis = server.connect()) {
                assertThat(redis.keys("t:*")).hasSize(3);
            }
        }
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
