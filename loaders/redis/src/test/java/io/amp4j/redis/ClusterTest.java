package io.amp4j.redis;

import static io.amp4j.redis.Rows.range;
import static io.amp4j.redis.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClusterResetType;

/** Two masters, each with half of the slots. */
class ClusterTest {
    private static final BlockRange A0 = range("a", 0, 9);
    private static final BlockRange A1 = range("a", 10, 19);
    private static final int SLOTS = 16_384;

    @TempDir
    static Path directory;

    private static final List<RedisProcess> NODES = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        for (int i = 0; i < 2; i++) {
            Path data = Files.createDirectories(directory.resolve("node" + i));
            NODES.add(new RedisProcess(data, "--cluster-enabled", "yes"));
        }
        for (int i = 0; i < 2; i++) {
            try (Jedis node = NODES.get(i).connect()) {
                node.clusterReset(ClusterResetType.HARD);
                int[] slots = new int[SLOTS / 2];
                for (int slot = 0; slot < slots.length; slot++) {
                    slots[slot] = i * slots.length + slot;
                }
                node.clusterAddSlots(slots);
                node.clusterMeet("127.0.0.1", NODES.get(1 - i).port());
            }
        }
        for (RedisProcess process : NODES) {
            awaitCluster(process);
        }
    }

    private static void awaitCluster(RedisProcess process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (Jedis node = process.connect()) {
            while (!node.clusterInfo().contains("cluster_state:ok")
                    || !node.clusterInfo().contains("cluster_slots_ok:16384")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    @AfterAll
    static void stop() {
        NODES.forEach(RedisProcess::close);
    }

    private static Loader loader(String settings) {
        String uri = "redis://127.0.0.1:" + NODES.get(0).port() + ",127.0.0.1:"
                + NODES.get(1).port() + "/0?" + settings;
        return Destinations.open(uri, Map.of());
    }

    @Test
    void keys_that_would_be_spread_over_slots_are_refused_and_explained() {
        try (Loader loader = loader("")) {
            assertThat(RedisFixture.failure(
                            () -> loader.open(Rows.request("t", LoadMode.STREAM)), LoadError.CONFIG_INVALID))
                    .hasMessageContaining("key={{table}}:{id}");
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void each_table_is_loaded_on_the_node_that_keeps_its_slot() {
        List<String> tables = List.of("a", "b", "c", "d");
        try (BufferAllocator allocator = new RootAllocator();
                Loader loader = loader("key={{table}}:{name}")) {
            for (String table : tables) {
                try (LoadSession session = loader.open(Rows.request(table, LoadMode.STREAM))) {
                    List<StreamRecord> a0 = Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
                    Rows.commit(session, allocator, List.of(), A1, row("y", 1L));
                    Rows.commit(session, allocator, a0, range("b", 0, 9), row("x", 2L), row("z", 1L));
                    assertThat(session.recover().records()).hasSize(2);
                }
            }
            assertThat(loader.states(Optional.empty()))
                    .extracting(state -> state.header().streamId())
                    .containsExactlyElementsOf(tables);
        }
        List<Integer> keysOfNodes = new ArrayList<>();
        for (RedisProcess process : NODES) {
            try (Jedis node = process.connect()) {
                keysOfNodes.add(node.keys("{?}:*").size());
                node.flushAll();
            }
        }
        assertThat(keysOfNodes.get(0) + keysOfNodes.get(1)).isEqualTo(3 * tables.size());
        assertThat(keysOfNodes).doesNotContain(0);
    }

    @Test
    void a_set_has_one_key_and_needs_no_tag() {
        try (BufferAllocator allocator = new RootAllocator();
                Loader loader = loader("structure=set&value={name}");
                LoadSession session = loader.open(Rows.request("members", LoadMode.STREAM))) {
            Rows.commit(session, allocator, List.of(), A0, row("x", 1L));
            assertThat(session.recover().records()).hasSize(1);
        }
        for (RedisProcess process : NODES) {
            try (Jedis node = process.connect()) {
                node.flushAll();
            }
        }
    }
}
