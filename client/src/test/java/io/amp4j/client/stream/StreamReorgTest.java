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
import static io.amp4j.client.stream.StreamMachineTest.assertError;
import static io.amp4j.client.stream.StreamMachineTest.resume;
import static io.amp4j.client.stream.StreamMachineTest.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.Reorg.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every way in which blocks become void, and that the machine gets back to the canonical chain. */
class StreamReorgTest {
    private static final BlockRange FIRST = range("a", 100, 104);
    private static final BlockRange SECOND = range("a", 105, 110);
    private static final BlockRange THIRD = range("a", 111, 120);
    private static final Cursor BEFORE_SECOND = Cursor.of(NETWORK, 104, hash("a", 104));
    private static final Cursor BEFORE_THIRD = Cursor.of(NETWORK, 110, hash("a", 110));

    @Test
    void same_numbers_with_another_hash() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange other = range("b", 105, 110, "a");

        assertThat(follower.message(data(other))).containsExactly(voids(105, SECOND), write(other));
        assertThat(follower.message(close(other))).containsExactly(new Action.Close(StreamRecord.of(other)));

        UnitChange change = follower.commit(Retention.FOREVER);
        assertThat(change.voided()).containsExactly(committed(SECOND));
        assertThat(change.added()).containsExactly(StreamRecord.of(other));
        assertThat(follower.committed()).containsExactly(FIRST, other);
    }

    @Test
    void at_a_record() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        BlockRange other = range("b", 105, 107, "a");

        assertThat(follower.message(data(other))).containsExactly(voids(105, SECOND, THIRD), write(other));
        follower.message(close(other));
        assertThat(follower.microbatch(range("b", 108, 112))).doesNotHaveAnyElementsOfTypes(Action.Void.class);
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, other, range("b", 108, 112));
    }

    @Test
    void at_a_record_by_a_microbatch_without_rows() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange other = range("b", 105, 107, "a");

        assertThat(follower.message(close(other)))
                .containsExactly(voids(105, SECOND), new Action.Close(StreamRecord.of(other)));
    }

    @Test
    void inside_a_record() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));

        assertThat(follower.message(data(range("b", 107, 112, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.INSIDE, 2));
        assertThat(follower.committed()).containsExactly(FIRST, SECOND, THIRD);

        BlockRange whole = range("b", 105, 112, "a");
        assertThat(follower.message(data(whole))).containsExactly(voids(105, SECOND, THIRD), write(whole));
    }

    @Test
    void before_a_record() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        BlockRange other = range("b", 105, 125, "a");

        assertThat(follower.microbatch(other)).contains(voids(105, SECOND, THIRD));
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, other);
    }

    @Test
    void deeper_than_the_server_says() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));

        assertThat(follower.message(data(range("b", 111, 112))))
                .as("not built on block 110 as it is known")
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.DEEPER, 2));
        assertThat(follower.message(data(range("b", 104, 112))))
                .as("the server does not know 104 either, and goes on at it")
                .containsExactly(resume(null, 100, Kind.INSIDE, 3));
        BlockRange other = range("b", 100, 112, "a");
        assertThat(follower.message(data(other))).containsExactly(voids(100, FIRST, SECOND, THIRD), write(other));
    }

    @Test
    void a_forgotten_fork_of_one_block_records() {
        BlockRange last = range("a", 111, 111);
        Follower follower = Follower.of(history(FIRST, SECOND, last));

        assertThat(follower.message(data(range("b", 111, 111))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.DEEPER, 2));
        assertThat(follower.message(data(range("b", 105, 111, "a")))).contains(voids(105, SECOND, last));
    }

    @Test
    void deeper_than_retention() {
        Follower follower = Follower.of(StreamHistory.empty(StreamOrigin.earliest())
                .plus(merged(range("a", 0, 99)))
                .plus(committed(FIRST))
                .plus(committed(SECOND)));

        assertError(StreamError.BELOW_RETENTION, follower, data(range("b", 90, 95, "a")));
        assertError(StreamError.BELOW_RETENTION, follower, data(range("b", 100, 104)));
        assertError(StreamError.BELOW_RETENTION, follower, data(range("b", 0, 10)));
    }

    @Test
    void into_a_merged_record_that_others_come_before() {
        Follower follower = Follower.of(history(FIRST).plus(merged(SECOND)).plus(committed(THIRD)));

        assertError(StreamError.BELOW_RETENTION, follower, data(range("b", 105, 110, "a")));
        assertError(StreamError.BELOW_RETENTION, follower, data(range("b", 107, 111, "a")));
        assertThat(follower.microbatch(SECOND))
                .as("the same blocks, with the same hashes")
                .isEmpty();
        assertThat(follower.microbatch(range("b", 111, 112, "a"))).hasSize(3);
    }

    @Test
    void a_reorg_of_a_reorg() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        BlockRange b = range("b", 111, 115, "a");
        BlockRange c = range("c", 105, 116, "a");
        follower.microbatch(b);

        List<Action> actions = follower.microbatch(c);

        assertThat(actions)
                .containsExactly(
                        new Action.Commit(data(c)),
                        new Action.Void(List.of(committed(SECOND), committed(b)), aligned(105, 2)),
                        write(c),
                        new Action.Close(StreamRecord.of(c)));
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, c);
    }

    @Test
    void a_reorg_of_a_reorg_that_is_not_closed() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        follower.message(data(range("b", 111, 115, "a")));

        BlockRange c = range("c", 105, 116, "a");
        assertThat(follower.message(data(c)))
                .containsExactly(resume(Cursor.of(NETWORK, 120, hash("a", 120)), 105, Kind.INTERRUPTED, 0));
        assertThat(follower.message(data(c))).containsExactly(voids(105, SECOND, THIRD), write(c));
    }

    @Test
    void a_to_b_to_a() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange b = range("b", 105, 111, "a");
        follower.microbatch(b);
        follower.commit();

        assertThat(follower.microbatch(SECOND)).contains(voids(105, b), write(SECOND));
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, SECOND);
    }

    @Test
    void a_to_b_to_a_while_away() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        assertThat(follower.message(data(range("b", 107, 112, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.INSIDE, 2));

        assertThat(follower.microbatch(SECOND)).isEmpty();
        assertThat(follower.microbatch(THIRD)).isEmpty();
        assertThat(follower.microbatch(range("a", 121, 122))).hasSize(2);
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, SECOND, THIRD, range("a", 121, 122));
    }

    @Test
    void a_to_b_to_a_in_other_microbatches_removes_and_adds_the_same_id() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        follower.message(data(range("b", 107, 112, "a")));

        follower.microbatch(range("a", 105, 107));
        follower.microbatch(range("a", 108, 110));
        follower.microbatch(THIRD);

        UnitChange change = follower.commit(Retention.FOREVER);
        assertThat(change.voided()).containsExactly(committed(SECOND), committed(THIRD));
        assertThat(change.added()).contains(StreamRecord.of(THIRD));
        assertThat(follower.committed()).containsExactly(FIRST, range("a", 105, 107), range("a", 108, 110), THIRD);
    }

    @Test
    void flips_back_for_a_part_only() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        follower.message(data(range("b", 107, 112, "a")));

        assertThat(follower.microbatch(SECOND)).isEmpty();
        BlockRange other = range("b", 111, 113, "a");
        assertThat(follower.microbatch(other)).contains(voids(111, THIRD));
        follower.commit();
        assertThat(follower.committed()).containsExactly(FIRST, SECOND, other);
    }

    @Test
    void while_away() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange other = range("b", 105, 106, "a");

        assertThat(follower.position().startedBehind()).contains(Cursor.of(NETWORK, 110, hash("a", 110)));
        assertThat(follower.message(data(other))).containsExactly(voids(105, SECOND), write(other));
    }

    @Test
    void at_the_very_first_record() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        BlockRange other = range("b", 100, 107);

        assertThat(follower.message(data(other))).containsExactly(voids(100, FIRST, SECOND), write(other));
    }

    @Test
    void at_block_zero() {
        BlockRange genesis = range("a", 0, 9);
        Follower follower = Follower.of(history(genesis));

        assertThat(follower.message(data(range("b", 0, 5)))).contains(voids(0, genesis));
    }

    @Test
    void inside_the_very_first_record() {
        Follower follower = Follower.of(history(FIRST, SECOND));

        assertThat(follower.message(data(range("b", 103, 107, "a"))))
                .containsExactly(resume(null, 100, Kind.INSIDE, 2));
        assertThat(follower.position().startedBehind()).isEmpty();
        assertThat(follower.message(data(range("b", 100, 107)))).contains(voids(100, FIRST, SECOND));
    }

    @Test
    void below_the_very_first_record() {
        Follower follower = Follower.of(history(FIRST, SECOND));

        assertThat(follower.message(data(range("b", 98, 107))))
                .containsExactly(resume(null, 100, Kind.BEFORE_START, 2));
        assertThat(follower.message(data(range("b", 98, 107))))
                .as("the load begins where the server begins now")
                .containsExactly(
                        new Action.Void(
                                List.of(committed(FIRST), committed(SECOND)),
                                new Reorg(NETWORK, 98, Kind.BEFORE_START, 2)),
                        write(range("b", 98, 107)));
    }

    @Test
    void below_the_block_where_the_load_was_asked_to_begin() {
        StreamHistory history = StreamHistory.empty(StreamOrigin.from(100))
                .plus(committed(FIRST))
                .plus(committed(SECOND));
        Follower follower = Follower.of(history);

        assertThat(follower.message(data(range("b", 97, 107))))
                .containsExactly(resume(null, 100, Kind.BEFORE_START, 2));
        assertThat(follower.message(data(range("b", 100, 107)))).contains(voids(100, FIRST, SECOND));
    }

    @Test
    void at_the_first_record_behind_a_gap_begins_as_the_load_first_began() {
        StreamHistory history = StreamHistory.empty(StreamOrigin.from(50)).plus(committed(FIRST));

        assertThat(Follower.of(history).message(data(range("b", 100, 107))))
                .containsExactly(resume(null, 100, Kind.BEFORE_START, 1));
    }

    @Test
    void into_a_gap_of_the_history() {
        Follower follower = Follower.of(history(FIRST, THIRD));
        BlockRange other = range("b", 108, 112, "a");

        assertThat(follower.message(data(other)))
                .containsExactly(new Action.Void(List.of(committed(THIRD)), aligned(108, 1)), write(other));
    }

    @Test
    void into_a_closed_but_uncommitted_microbatch() {
        Follower follower = Follower.of(history(FIRST));
        follower.microbatch(SECOND);
        follower.microbatch(THIRD);
        BlockRange other = range("b", 111, 112, "a");

        assertThat(follower.message(data(other)))
                .containsExactly(new Action.Commit(data(other)), voids(111, THIRD), write(other));
        assertThat(follower.committed()).containsExactly(FIRST, SECOND, THIRD);
    }

    @Test
    void into_the_middle_of_a_closed_but_uncommitted_microbatch() {
        Follower follower = Follower.of(history(FIRST));
        follower.microbatch(SECOND);
        follower.microbatch(THIRD);
        BlockRange other = range("b", 115, 116, "a");

        assertThat(follower.message(data(other)))
                .containsExactly(new Action.Commit(data(other)), resume(BEFORE_THIRD, 111, Kind.INSIDE, 1));
        assertThat(follower.position().startedBehind()).contains(BEFORE_THIRD);
    }

    @Test
    void into_a_microbatch_that_is_not_closed() {
        Follower follower = Follower.of(history(FIRST));
        follower.microbatch(SECOND);
        follower.message(data(THIRD));

        assertThat(follower.message(data(range("b", 111, 112, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 111, Kind.INTERRUPTED, 0));
        assertThat(follower.committed()).as("the whole unit is rolled back").containsExactly(FIRST);
    }

    @Test
    void a_keep_alive_is_enough_to_interrupt_a_microbatch() {
        Follower follower = Follower.of(history(FIRST));
        follower.message(data(SECOND));

        assertThat(follower.message(keepAlive(range("b", 105, 106, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.INTERRUPTED, 0));
    }

    @Test
    void a_crash_between_a_dropped_partial_reorg_and_its_replacement() {
        Follower follower = Follower.of(history(FIRST, SECOND, THIRD));
        assertThat(follower.message(data(range("b", 107, 112, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.INSIDE, 2));

        Follower next = follower.crash();
        assertThat(next.position().startedBehind()).contains(Cursor.of(NETWORK, 120, hash("a", 120)));
        assertThat(next.message(data(range("b", 107, 113, "a"))))
                .containsExactly(resume(BEFORE_SECOND, 105, Kind.INSIDE, 2));
        next.microbatch(range("b", 105, 113, "a"));
        Follower last = next.crash();
        assertThat(last.committed()).as("nothing was committed").containsExactly(FIRST, SECOND, THIRD);
        last.message(data(range("b", 107, 113, "a")));
        last.microbatch(range("b", 105, 113, "a"));
        last.commit();
        assertThat(last.committed()).containsExactly(FIRST, range("b", 105, 113, "a"));
    }

    @Test
    void rewind_with_no_record() {
        assertThat(history().rewind(100).isEmpty()).isTrue();
        assertThat(history(FIRST).rewind(105).isEmpty()).isTrue();
    }

    @Test
    void rewind_with_one() {
        assertThat(history(FIRST).rewind(104).voided()).containsExactly(committed(FIRST));
        assertThat(history(FIRST, SECOND, THIRD).rewind(106).voided())
                .containsExactly(committed(SECOND), committed(THIRD));
        StreamHistory merged = history().plus(merged(FIRST)).plus(committed(SECOND));
        assertThat(merged.apply(merged.rewind(102)).records()).isEmpty();
        assertThat(merged.apply(merged.rewind(105)).cursor()).contains(BEFORE_SECOND);
    }

    @Test
    void rewind_with_an_open_unit() {
        Follower follower = Follower.of(history(FIRST, SECOND));
        follower.microbatch(range("b", 105, 107, "a"));

        assertThat(follower.position().rewind(106).voided()).containsExactly(committed(SECOND));
        assertThat(follower.position().rewind(111).isEmpty()).isTrue();
    }

    private static Action.Void voids(long block, BlockRange... ranges) {
        List<StreamRecord> records =
                List.of(ranges).stream().map(Ranges::committed).toList();
        return new Action.Void(records, aligned(block, records.size()));
    }

    private static Reorg aligned(long block, int records) {
        return new Reorg(NETWORK, block, Kind.ALIGNED, records);
    }
}
