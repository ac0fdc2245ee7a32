package io.amp4j.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpClient;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stream shows of a chain that grows and reorganises. */
@Timeout(60)
class StreamTest {
    private static final String BLOCKS = "SELECT block_num, hash FROM eth_rpc.blocks";

    private final Devnet devnet = Devnet.builder().blocks(10).start();
    private final AmpClient client = AmpClient.connect(devnet.url());

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    @Test
    void a_microbatch_is_its_rows_and_then_an_empty_batch_that_completes_it() {
        try (BatchStream stream = client.sql(BLOCKS).stream(null)) {
            Batch data = next(stream);
            assertThat(data.rows()).isEqualTo(10);
            assertThat(data.metadata().rangesComplete()).isFalse();
            Batch closing = next(stream);
            assertThat(closing.rows()).isZero();
            assertThat(closing.metadata().rangesComplete()).isTrue();
            assertThat(closing.metadata().ranges()).containsExactly(range(0, 9));
        }
    }

    @Test
    void what_is_mined_together_comes_together() {
        try (BatchStream stream = client.sql(BLOCKS).stream(null)) {
            assertThat(watermark(stream)).isEqualTo(range(0, 9));
            devnet.mine(3);
            assertThat(watermark(stream)).isEqualTo(range(10, 12));
        }
    }

    @Test
    void a_reorg_starts_at_the_first_block_that_it_replaced() {
        try (BatchStream stream = client.sql(BLOCKS).stream(null)) {
            BlockRange before = watermark(stream);
            devnet.reorg(3);
            BlockRange after = watermark(stream);
            assertThat(after).isEqualTo(range(7, 9));
            assertThat(after.hash()).isNotEqualTo(before.hash());
        }
    }

    @Test
    void a_cursor_goes_on_behind_its_block() {
        try (BatchStream stream = client.sql(BLOCKS).stream(cursor(4))) {
            assertThat(watermark(stream)).isEqualTo(range(5, 9));
        }
    }

    @Test
    void a_cursor_on_a_fork_goes_back_to_the_first_block_that_was_replaced() {
        Cursor onTheFork = cursor(9);
        devnet.reorg(4);
        devnet.mine(1);
        try (BatchStream stream = client.sql(BLOCKS).stream(onTheFork)) {
            assertThat(watermark(stream)).isEqualTo(range(6, 10));
        }
    }

    @Test
    void a_cursor_with_an_unknown_hash_begins_at_its_own_number() {
        try (BatchStream stream = client.sql(BLOCKS).stream(Cursor.of("devnet", 5, "0x" + "ab".repeat(32)))) {
            assertThat(watermark(stream)).isEqualTo(range(5, 9));
        }
    }

    @Test
    void a_forgotten_fork_shows_too_shallow() {
        try (BatchStream stream = client.sql(BLOCKS).stream(null)) {
            watermark(stream);
            devnet.reorg(3);
            assertThat(watermark(stream)).isEqualTo(range(7, 9));
        }
        Cursor onTheFork = cursor(9);
        devnet.reorg(3);
        devnet.forgetForks();
        try (BatchStream stream = client.sql(BLOCKS).stream(onTheFork)) {
            assertThat(watermark(stream)).isEqualTo(range(9, 9));
        }
    }

    @Test
    void undoing_a_reorg_brings_the_old_hashes_back() {
        try (BatchStream stream = client.sql(BLOCKS).stream(null)) {
            BlockRange first = watermark(stream);
            devnet.reorg(10);
            assertThat(watermark(stream)).isNotEqualTo(first);
            devnet.undoReorg();
            assertThat(watermark(stream)).isEqualTo(first);
        }
    }

    private Cursor cursor(long number) {
        return Cursor.of("devnet", number, devnet.block(number).orElseThrow().hash());
    }

    private BlockRange range(long first, long last) {
        String parent = first == 0
                ? "0x" + "00".repeat(32)
                : devnet.block(first - 1).orElseThrow().hash();
        return new BlockRange(
                "devnet", first, last, devnet.block(last).orElseThrow().hash(), parent);
    }

    private static Batch next(BatchStream stream) {
        @Nullable Batch batch = stream.next();
        if (batch == null) {
            throw new AssertionError("the stream ended");
        }
        return batch;
    }

    /** Reads up to the end of the microbatch, and gives its range. */
    private static BlockRange watermark(BatchStream stream) {
        List<BlockRange> ranges = new ArrayList<>();
        Batch batch;
        do {
            batch = next(stream);
            ranges.addAll(batch.metadata().ranges());
        } while (!batch.metadata().rangesComplete());
        assertThat(ranges).containsOnly(ranges.get(0));
        return ranges.get(0);
    }
}
