package io.amp4j.client.stream;

import static io.amp4j.client.stream.Ranges.NETWORK;
import static io.amp4j.client.stream.Ranges.close;
import static io.amp4j.client.stream.Ranges.committed;
import static io.amp4j.client.stream.Ranges.data;
import static io.amp4j.client.stream.Ranges.hash;
import static io.amp4j.client.stream.Ranges.history;
import static io.amp4j.client.stream.Ranges.keepAlive;
import static io.amp4j.client.stream.Ranges.merged;
import static io.amp4j.client.stream.Ranges.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Progress and the rules of the protocol; reorgs are in {@link StreamReorgTest}. */
class StreamMachineTest {
    private static final BlockRange FIRST = range("a", 100, 104);
    private static final BlockRange SECOND = range("a", 105, 110);

    @Test
    void normal_progress() {
        Follower follower = Follower.of(history());

        assertThat(follower.message(data(FIRST))).containsExactly(write(FIRST));
        assertThat(follower.message(data(FIRST))).containsExactly(write(FIRST));
        assertThat(follower.message(close(FIRST))).containsExactly(new Action.Close(StreamRecord.of(FIRST)));
        assertThat(follower.message(close(SECOND))).containsExactly(new Action.Close(StreamRecord.of(SECOND)));

        assertThat(follower.position().unit(Retention.FOREVER).added())
                .containsExactly(StreamRecord.of(FIRST), StreamRecord.of(SECOND));
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, SECOND);
        assertThat(follower.position().history().cursor()).contains(Cursor.of(NETWORK, 110, hash("a", 110)));
        assertThat(follower.position().history().gaps()).isEmpty();
    }

    @Test
    void a_closing_message_with_rows_writes_before_it_closes() {
        Follower follower = Follower.of(history());

        assertThat(follower.message(new Message(List.of(FIRST), true, 2)))
                .containsExactly(write(FIRST), new Action.Close(StreamRecord.of(FIRST)));
    }

    @Test
    void a_repeated_watermark() {
        Follower follower = Follower.of(history());
        follower.microbatch(FIRST);

        assertThat(follower.message(close(FIRST))).isEmpty();
        assertThat(follower.message(keepAlive(FIRST))).isEmpty();
        follower.commit();
        assertThat(follower.message(close(FIRST))).isEmpty();
        assertThat(follower.message(data(SECOND))).containsExactly(write(SECOND));
    }

    @Test
    void a_duplicate_microbatch_is_passed_over() {
        Follower follower = Follower.of(history());
        follower.microbatch(FIRST);

        assertThat(follower.microbatch(FIRST)).isEmpty();
        assertThat(follower.position().unit(Retention.FOREVER).added()).hasSize(1);
    }

    @Test
    void a_gap() {
        Follower follower = Follower.of(history(FIRST));
        assertError(StreamError.GAP, follower, data(range("a", 106, 110)));

        follower.microbatch(SECOND);
        assertError(StreamError.GAP, follower, data(range("a", 112, 113)));
    }

    @Test
    void a_parent_that_is_not_the_one_before() {
        Follower follower = Follower.of(history(FIRST));
        assertError(StreamError.HASH_MISMATCH, follower, data(range("b", 105, 110)));

        follower.microbatch(SECOND);
        assertError(StreamError.HASH_MISMATCH, follower, data(range("b", 111, 112)));
    }

    @Test
    void a_parent_that_lies_behind_its_child() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange impossible = new BlockRange(NETWORK, 105, 110, hash("b", 110), hash("a", 110));

        assertError(StreamError.HASH_MISMATCH, follower, data(impossible));
    }

    @Test
    void a_microbatch_that_is_never_closed() {
        Follower follower = Follower.of(history(FIRST));
        follower.message(data(SECOND));

        assertError(StreamError.NOT_CLOSED, follower, data(range("a", 111, 112)));
    }

    @Test
    void keep_alives() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange other = range("b", 105, 109, "a");

        assertThat(follower.message(keepAlive(other))).isEmpty();
        assertThat(follower.position().unit(Retention.FOREVER).isEmpty()).isTrue();
        assertThat(follower.message(data(other)))
                .containsExactly(
                        new Action.Void(List.of(committed(SECOND)), new Reorg(NETWORK, 105, Reorg.Kind.ALIGNED, 1)),
                        write(other));
        assertThat(follower.message(keepAlive(other))).isEmpty();
        assertThat(follower.message(close(other))).containsExactly(new Action.Close(StreamRecord.of(other)));
    }

    @Test
    void a_keep_alive_before_a_reorg_opens_nothing() {
        Follower follower = Follower.of(history(FIRST));

        follower.message(keepAlive(SECOND));
        BlockRange other = range("b", 105, 107, "a");
        assertThat(follower.microbatch(other)).containsExactly(write(other), new Action.Close(StreamRecord.of(other)));
    }

    @Test
    void no_ranges() {
        Follower follower = Follower.of(history());

        assertThat(follower.message(new Message(List.of(), true, 0))).isEmpty();
        assertThat(follower.position()).isEqualTo(StreamPosition.resuming(history()));
        assertError(StreamError.RANGES_MISSING, follower, new Message(List.of(), false, 4));
    }

    @Test
    void a_network_that_appears() {
        Follower follower = Follower.of(history(FIRST));
        BlockRange other = new BlockRange("base", 1, 2, "0xc2", "0xc0");

        assertError(StreamError.NETWORKS_CHANGED, follower, new Message(List.of(SECOND, other), false, 1));
        assertError(StreamError.NETWORKS_CHANGED, follower, data(other));
        assertError(StreamError.SEVERAL_NETWORKS, Follower.of(history()), new Message(List.of(FIRST, other), false, 1));
    }

    @Test
    void a_network_twice() {
        assertError(StreamError.NETWORK_TWICE, Follower.of(history()), new Message(List.of(FIRST, SECOND), false, 1));
    }

    @Test
    void hashes_that_no_block_has() {
        String zeros = "0x" + "0".repeat(64);
        Follower follower = Follower.of(history());

        assertError(StreamError.GENESIS_PARENT, follower, data(new BlockRange(NETWORK, 0, 1, "0xa1", "0xff")));
        assertError(StreamError.PARENT_MISSING, follower, data(new BlockRange(NETWORK, 5, 6, "0xa6", null)));
        assertError(StreamError.PARENT_MISSING, follower, data(new BlockRange(NETWORK, 5, 6, "0xa6", zeros)));
        assertError(StreamError.HASH_MISSING, follower, data(new BlockRange(NETWORK, 5, 6, null, "0xa4")));
        assertThat(follower.message(data(new BlockRange(NETWORK, 0, 1, "0xa1", zeros))))
                .hasSize(1);
    }

    @Test
    void a_unit_ends_at_a_watermark() {
        Follower follower = Follower.of(history());
        follower.microbatch(FIRST);
        assertThat(follower.position().committable()).isTrue();
        follower.message(data(SECOND));

        assertThat(follower.position().committable()).isFalse();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> follower.position().unit(Retention.FOREVER));
    }

    @Test
    void another_unit_than_the_open_one_cannot_be_confirmed() {
        Follower follower = Follower.of(history());
        follower.microbatch(FIRST);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> follower.position().committed(List.of(committed(SECOND))));
    }

    @Test
    void begins_at_a_block() {
        StreamHistory none = StreamHistory.empty(StreamOrigin.from(100));

        assertThat(Follower.of(none).microbatch(FIRST)).hasSize(2);
        assertThat(Follower.of(none).microbatch(range("a", 95, 99))).isEmpty();
        assertError(StreamError.START_MOVED, Follower.of(none), data(SECOND));
    }

    @Test
    void what_lies_wholly_before_the_first_block_wanted_is_passed_over() {
        Follower follower = Follower.of(StreamHistory.empty(StreamOrigin.from(100)));

        assertThat(follower.microbatch(range("a", 90, 94))).isEmpty();
        assertThat(follower.microbatch(range("a", 95, 99))).isEmpty();
        assertThat(follower.microbatch(FIRST)).containsExactly(write(FIRST), new Action.Close(StreamRecord.of(FIRST)));
    }

    @Test
    void begins_again_at_the_same_block() {
        BlockRange other = range("b", 100, 102);
        Follower follower = new Follower(StreamPosition.resuming(history(FIRST, SECOND), null));

        assertThat(follower.message(data(other)))
                .containsExactly(
                        new Action.Void(
                                List.of(committed(FIRST), committed(SECOND)),
                                new Reorg(NETWORK, 100, Reorg.Kind.ALIGNED, 2)),
                        write(other));
    }

    @Test
    void begins_again_below() {
        BlockRange other = range("b", 98, 102);
        Follower follower = new Follower(StreamPosition.resuming(history(FIRST, SECOND), null));

        assertThat(follower.message(data(other)))
                .containsExactly(
                        new Action.Void(
                                List.of(committed(FIRST), committed(SECOND)),
                                new Reorg(NETWORK, 98, Reorg.Kind.BEFORE_START, 2)),
                        write(other));
    }

    @Test
    void begins_again_above_which_would_lose_blocks() {
        Follower follower = new Follower(StreamPosition.resuming(history(FIRST, SECOND), null));

        assertError(StreamError.START_MOVED, follower, data(range("b", 102, 104)));
        assertError(StreamError.START_MOVED, follower, data(range("b", 105, 106, "a")));
    }

    @Test
    void begins_again_with_the_same_and_goes_on() {
        Follower follower = new Follower(StreamPosition.resuming(history(FIRST, SECOND), null));

        assertThat(follower.microbatch(FIRST)).isEmpty();
        assertThat(follower.microbatch(SECOND)).isEmpty();
        assertThat(follower.microbatch(range("a", 111, 112))).hasSize(2);
    }

    @Test
    void pruning() {
        Follower follower = Follower.of(history(range("a", 0, 9), range("a", 10, 19), range("a", 20, 29)));
        follower.microbatch(range("a", 30, 39));

        UnitChange change = follower.commit(new Retention(15));

        BlockRange old = range("a", 0, 19);
        assertThat(change.merges())
                .containsExactly(new UnitChange.Merge(
                        List.of(committed(range("a", 0, 9)), committed(range("a", 10, 19))), merged(old)));
        assertThat(change.recordsRemoved()).hasSize(2);
        assertThat(follower.committed()).containsExactly(old, range("a", 20, 29), range("a", 30, 39));
        assertThat(follower.position().history().gaps()).isEmpty();

        follower.microbatch(range("a", 40, 49));
        follower.commit(new Retention(15));
        assertThat(follower.committed()).containsExactly(range("a", 0, 29), range("a", 30, 39), range("a", 40, 49));
    }

    @Test
    void pruning_never_merges_the_newest_two() {
        Follower follower = Follower.of(history(range("a", 0, 9), range("a", 10, 19)));
        follower.microbatch(range("a", 20, 29));

        assertThat(follower.position().unit(new Retention(0)).merges()).isEmpty();
        follower.commit(new Retention(0));
        follower.microbatch(range("a", 30, 39));
        follower.commit(new Retention(0));
        assertThat(follower.committed()).containsExactly(range("a", 0, 19), range("a", 20, 29), range("a", 30, 39));
    }

    @Test
    void pruning_stops_at_a_gap_and_where_hashes_do_not_link() {
        Follower follower = Follower.of(history(
                range("a", 0, 4),
                range("a", 5, 9),
                range("b", 10, 14),
                range("b", 15, 19),
                range("b", 25, 29),
                range("b", 30, 34)));
        follower.microbatch(range("b", 35, 39));

        follower.commit(new Retention(4));

        assertThat(follower.committed())
                .containsExactly(
                        range("a", 0, 9),
                        range("b", 10, 19),
                        range("b", 25, 29),
                        range("b", 30, 34),
                        range("b", 35, 39));
    }

    @Test
    void pruning_keeps_what_the_unit_voids_apart() {
        Follower follower = Follower.of(history(range("a", 0, 9), range("a", 10, 19), range("a", 20, 29)));
        follower.microbatch(range("b", 20, 24, "a"));
        follower.microbatch(range("b", 25, 60));

        UnitChange change = follower.commit(new Retention(5));

        assertThat(change.voided()).containsExactly(committed(range("a", 20, 29)));
        assertThat(follower.committed())
                .containsExactly(range("a", 0, 19), range("b", 20, 24, "a"), range("b", 25, 60));
    }

    static Action.Write write(BlockRange range) {
        return new Action.Write(BatchId.of(range), range);
    }

    static Action.Resume resume(@Nullable Cursor cursor, long voidBlock, Reorg.Kind kind, int records) {
        return new Action.Resume(cursor, new Reorg(NETWORK, voidBlock, kind, records));
    }

    static void assertError(StreamError code, Follower follower, Message message) {
        StreamPosition before = follower.position();
        ThrowingCallable call = () -> follower.message(message);
        assertThatExceptionOfType(AmpException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
        assertThat(follower.position()).isEqualTo(before);
    }
}
