package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StreamState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class SentinelTest {
    @TempDir
    Path directory;

    @Test
    void a_load_goes_on_with_the_master_that_the_sentinels_name() throws Exception {
        try (RedisProcess first = new RedisProcess(Files.createDirectories(directory.resolve("first")));
                RedisProcess second = new RedisProcess(
                        Files.createDirectories(directory.resolve("second")),
                        "--replicaof",
                        "127.0.0.1",
                        String.valueOf(first.port()));
                BufferAllocator allocator = new RootAllocator();
                RedisProcess sentinel = sentinel(first.port());
                Loader loader = Destinations.open(
                        "redis://127.0.0.1:" + sentinel.port() + "/0?sentinel=main&connect-timeout=1s", Map.of());
                LoadSession session = loader.open(Rows.request("t", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), range("a", 0, 9), row("x", 1L));
            awaitReplica(first, sentinel);
            first.kill();
            RedisFixture.failure(session::begin, LoadError.DESTINATION_UNAVAILABLE);
            StreamState state = retried(session);
            assertThat(state.records()).hasSize(1);
            Rows.commit(session, allocator, List.of(), range("a", 10, 19), row("y", 1L));
            try (Jedis promoted = second.connect()) {
                assertThat(promoted.keys("t:*")).hasSize(2);
            }
            try (Loader unknown =
                    Destinations.open("redis://127.0.0.1:" + sentinel.port() + "/0?sentinel=other", Map.of())) {
                RedisFixture.failure(() -> unknown.states(Optional.empty()), LoadError.CONFIG_INVALID);
            }
        }
    }

    private RedisProcess sentinel(int master) throws Exception {
        Path home = Files.createDirectories(directory.resolve("sentinel"));
        Path config = Files.writeString(
                home.resolve("sentinel.conf"),
                "sentinel monitor main 127.0.0.1 " + master + " 1\nsentinel down-after-milliseconds main 300\n"
                        + "sentinel failover-timeout main 2000\n");
        return RedisProcess.sentinel(home, config);
    }

    private static void awaitReplica(RedisProcess master, RedisProcess sentinel) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (Jedis node = master.connect();
                Jedis watcher = sentinel.connect()) {
            while (node.waitReplicas(1, 1_000) < 1
                    || watcher.sentinelReplicas("main").isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static StreamState retried(LoadSession session) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return session.recover();
            } catch (AmpException e) {
                assertThat(e.retryable()).as(e.getMessage()).isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }
}
