package io.amp4j.loader.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpClient;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import io.amp4j.devnet.Devnet;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import io.amp4j.loader.testkit.memory.MemoryStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine against a server on the wire, in real time. */
@Timeout(120)
class DevnetLoadTest {
    private static final String BLOCKS = "SELECT block_num, hash FROM eth_rpc.blocks";
    private static final TableName TABLE = TableName.parse("blocks");

    private final BufferAllocator allocator = new RootAllocator();
    private final MemoryStore store = new MemoryStore(allocator);
    private final Devnet devnet =
            Devnet.builder().blocks(200).microbatchBlocks(25).start();
    private final AmpClient client = AmpClient.connect(devnet.url());
    private final Queue<LoadEvent> events = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
        store.close();
        allocator.close();
    }

    private LoadBuilder load() {
        return Loads.from(client.sql(BLOCKS))
                .to(new MemoryLoader(store))
                .table(TABLE)
                .commitInterval(Duration.ofMillis(20))
                .retry(new RetryPolicy(
                        Duration.ofMillis(10), Duration.ofMillis(100), 0.5, 1_000, Duration.ofMinutes(1)))
                .listener(events::add);
    }

    @Test
    void follows_a_chain_that_grows_reorganises_and_comes_back() {
        try (Load load = load().stream()) {
            awaitHead(load);
            devnet.reorg(7);
            awaitHead(load);
            devnet.mine(3);
            devnet.reorg(30);
            awaitHead(load);
            devnet.undoReorg();
            devnet.mine(1);
            awaitHead(load);
            assertThat(rows()).isEqualTo(canonical(0));
            assertThat(load.progress().reorgs()).isPositive();
        }
    }

    @Test
    void goes_on_after_a_restart_of_the_server() {
        try (Load load = load().stream()) {
            awaitHead(load);
            devnet.restart();
            devnet.reorg(5);
            devnet.mine(1);
            awaitHead(load);
            assertThat(rows()).isEqualTo(canonical(0));
            assertThat(load.progress().retries()).isPositive();
        }
    }

    @Test
    void finds_a_fork_that_the_server_has_forgotten() {
        try (Load load = load().stream()) {
            awaitHead(load);
        }
        devnet.reorg(60);
        devnet.forgetForks();
        devnet.mine(2);
        try (Load load = load().stream()) {
            awaitHead(load);
            assertThat(rows()).isEqualTo(canonical(0));
        }
    }

    @Test
    void begins_at_the_block_asked_for_and_not_before() {
        try (Load load = load().fromBlock(133).stream()) {
            awaitHead(load);
            devnet.reorg(80);
            devnet.mine(1);
            awaitHead(load);
            assertThat(rows()).isEqualTo(canonical(133));
        }
        assertThat(events).noneMatch(LoadEvent.BeganElsewhere.class::isInstance);
    }

    @Test
    void ends_behind_the_last_block_asked_for() {
        LoadResult result = load().toBlock(60).stream().result().join();

        assertThat(result.ending()).isEqualTo(LoadResult.Ending.COMPLETE);
        assertThat(result.ranges()).singleElement().satisfies(range -> {
            assertThat(range.start()).isZero();
            assertThat(range.end()).isBetween(60L, 85L);
        });
    }

    @Test
    void a_batch_load_holds_what_the_server_had() {
        LoadResult result = load().append().result().join();

        assertThat(result.rows()).isEqualTo(200);
        assertThat(rows()).isEqualTo(canonical(0));
    }

    private void awaitHead(Load load) {
        BlockRef head = devnet.block(devnet.head()).orElseThrow();
        Cursor cursor = Cursor.of(devnet.network(), head.number(), head.hash());
        await(() -> {
            assertThat(load.result()).as("%s", events).isNotCompletedExceptionally();
            return cursor.equals(load.progress().cursor());
        });
    }

    private void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("waited long enough for %s", events)
                    .isLessThan(limit);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private List<Map<String, @Nullable Object>> rows() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        store.read(TABLE, (id, range, batch) -> rows.addAll(CanonicalRows.of(batch)));
        return rows;
    }

    private List<Map<String, @Nullable Object>> canonical(long from) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long number = from; number <= devnet.head(); number++) {
            BlockRef block = devnet.block(number).orElseThrow();
            rows.add(Map.of("block_num", BigInteger.valueOf(number), "hash", block.hash()));
        }
        return rows;
    }
}
