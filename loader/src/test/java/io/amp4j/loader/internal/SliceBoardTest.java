package io.amp4j.loader.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SliceBoardTest {
    private static final long HEAD = 200;

    private final SliceBoard board = new SliceBoard(null);

    private static StreamRecord record(long start, long end, String branch) {
        String parent = start == 0 ? null : branch + (start - 1);
        return StreamRecord.of(new BlockRange("test", start, end, branch + end, parent));
    }

    private static Slice slice(SliceBoard on, FreeSpan span) {
        return on.add(span.first(), span.start(), span.last(), new CancelSignal());
    }

    private Slice slice(long first, long start, long limit) {
        return board.add(first, start, limit, new CancelSignal());
    }

    @Test
    void nothing_held_is_one_span_without_an_end() {
        assertThat(board.free()).containsExactly(new FreeSpan(0, 0, Slice.NO_LIMIT));
    }

    @Test
    void gaps_come_lowest_first_and_continue_the_run_before_them() {
        board.read(List.of(record(0, 9, "a"), record(20, 29, "a"), record(30, 39, "a"), record(50, 59, "a")));

        assertThat(board.free())
                .containsExactly(
                        new FreeSpan(0, 10, 19), new FreeSpan(20, 40, 49), new FreeSpan(50, 60, Slice.NO_LIMIT));
    }

    @Test
    void two_runs_that_meet_without_a_link_are_a_gap_of_no_blocks() {
        board.read(List.of(record(0, 9, "b"), record(10, 19, "a")));

        assertThat(board.free()).containsExactly(new FreeSpan(0, 10, 9), new FreeSpan(10, 20, Slice.NO_LIMIT));
    }

    @Test
    void a_slice_sees_the_run_that_it_continues_and_what_lies_ahead_of_it() {
        board.read(List.of(record(0, 9, "b"), record(10, 19, "a"), record(20, 29, "a")));
        Slice mender = slice(0, 10, 9);

        List<Slice> others = board.extend(mender, 14);

        assertThat(others).isEmpty();
        assertThat(mender.limit()).isEqualTo(29);
        assertThat(board.view(mender).run().records()).containsExactly(record(0, 9, "b"));
        assertThat(board.view(mender).ahead()).containsExactly(record(10, 19, "a"), record(20, 29, "a"));
    }

    @Test
    void a_slice_that_comes_to_a_linked_record_is_done_and_its_run_joins_the_slice_above() {
        Slice left = slice(0, 0, 9);
        Slice right = slice(10, 10, Slice.NO_LIMIT);
        board.committed(List.of(), List.of(record(10, 19, "a")));
        board.committed(List.of(), List.of(record(0, 9, "a")));

        assertThat(board.isDone(left)).isTrue();
        assertThat(right.isLowest()).isTrue();
        assertThat(board.view(right).run().records()).containsExactly(record(0, 9, "a"), record(10, 19, "a"));
    }

    @Test
    void a_slice_that_comes_to_a_record_that_does_not_link_goes_on_over_it() {
        Slice left = slice(0, 0, 9);
        slice(10, 10, Slice.NO_LIMIT);
        board.committed(List.of(), List.of(record(10, 19, "a")));
        board.committed(List.of(), List.of(record(0, 9, "b")));

        assertThat(board.isDone(left)).isFalse();
        assertThat(board.isEdge(left, 9)).isTrue();
    }

    @Test
    void a_first_record_behind_a_run_that_it_does_not_link_to_makes_the_slice_continue_that_run() {
        board.read(List.of(record(0, 9, "b")));
        Slice right = slice(10, 10, Slice.NO_LIMIT);
        board.committed(List.of(), List.of(record(10, 19, "a")));

        board.joinAfterCommit(right, record(10, 19, "a"));

        assertThat(board.view(right).run().records()).containsExactly(record(0, 9, "b"));
        assertThat(board.view(right).ahead()).containsExactly(record(10, 19, "a"));
    }

    @Test
    void a_watermark_beyond_the_limit_names_the_slices_that_have_to_stop() {
        Slice left = slice(0, 0, 9);
        Slice right = slice(10, 10, 19);
        Slice far = slice(20, 20, 29);

        assertThat(board.extend(left, 12)).containsExactly(right);
        assertThat(far.first()).isEqualTo(20);
    }

    @Test
    void a_slice_that_mends_an_edge_stops_the_slice_that_began_right_behind_it() {
        board.read(List.of(record(0, 9, "b"), record(10, 19, "a")));
        Slice upper = slice(10, 10, Slice.NO_LIMIT);
        Slice mender = slice(0, 10, 9);

        assertThat(board.extend(mender, 14)).containsExactly(upper);
        assertThat(board.slices()).containsExactly(mender, upper);
    }

    @Test
    void what_a_record_below_covers_is_not_a_slices_own_any_more() {
        Slice lower = slice(0, 0, 9);
        Slice upper = slice(10, 10, 29);
        board.committed(List.of(), List.of(record(0, 9, "b"), record(10, 14, "a"), record(15, 19, "a")));
        lower.extendTo(14);

        board.committed(List.of(record(0, 9, "b"), record(10, 14, "a")), List.of(record(0, 14, "a")));

        assertThat(upper.first()).isEqualTo(15);
        assertThat(board.view(upper).run().records()).containsExactly(record(15, 19, "a"));
    }

    @Test
    void no_slice_goes_beyond_the_last_block_also_where_it_is_cut_for_being_far_behind() {
        SlicePlanner planner = new SlicePlanner(new SliceTerms(3, 25L, 10L, false), 143L);
        board.read(List.of(record(0, 133, "a")));
        planner.beginsWith(new BlockRange("test", 0, 3, "x", null));
        planner.headIs(154);

        assertThat(planner.next(board).map(FreeSpan::last)).contains(143L);
    }

    @Test
    void a_gap_beyond_the_last_block_is_nobodys() {
        board.read(List.of(record(0, 90, "a"), record(93, 94, "a"), record(95, 98, "b")));
        slice(0, 91, 91);

        assertThat(planner(2, 91).next(board)).isEmpty();
    }

    @Test
    void after_a_failure_nothing_begins_that_would_wait_for_blocks_that_are_not_there_yet() {
        board.read(List.of(record(0, 9, "a"), record(60, 69, "a")));
        SlicePlanner planner = new SlicePlanner(new SliceTerms(3, 100L, null, false), 155L);
        planner.beginsWith(new BlockRange("test", 0, 9, "x", null));
        planner.headIs(48);
        planner.endAtLimits();

        assertThat(planner.next(board)).contains(new FreeSpan(0, 10, 48));

        slice(0, 10, 48);
        assertThat(planner.next(board).map(FreeSpan::last).orElse(0L)).isLessThanOrEqualTo(48);
        assertThat(planner.next(board).map(FreeSpan::start).orElse(0L)).isLessThanOrEqualTo(48);
    }

    private static SlicePlanner planner(int workers, long toBlock) {
        SlicePlanner planner = new SlicePlanner(new SliceTerms(workers, null, null, false), toBlock);
        planner.beginsWith(new BlockRange("test", 0, 9, "x", null));
        planner.headIs(toBlock);
        return planner;
    }

    @Test
    void each_worker_gets_the_same_share_of_what_is_left_in_whole_intervals() {
        SlicePlanner planner = planner(4, 2_019);

        List<FreeSpan> cut = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cut.add(planner.next(board).orElseThrow());
            slice(board, cut.get(i));
        }

        assertThat(cut)
                .containsExactly(
                        new FreeSpan(0, 0, 499),
                        new FreeSpan(500, 500, 999),
                        new FreeSpan(1_000, 1_000, 1_499),
                        new FreeSpan(1_500, 1_500, 2_019));
    }

    @Test
    void what_has_arrived_is_not_taken_from_a_slice_though_it_waits_for_its_turn_to_write() {
        SlicePlanner planner = planner(2, 999);
        Slice slow = slice(board, planner.next(board).orElseThrow());
        slow.limitTo(999);

        slow.startsReading();
        slow.receives(929);
        assertThat(planner.next(board))
                .as("too little is left for a stream of its own")
                .isEmpty();

        slow.startsReading();
        slow.receives(499);
        assertThat(planner.next(board)).contains(new FreeSpan(750, 750, 999));
        assertThat(slow.limit()).isEqualTo(749);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 300);
    }

    /** Whatever is held, and however much is worked on: what is handed out never overlaps, and nothing that is missing is left out. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everything_that_is_missing_is_handed_out_once(long seed) {
        Random random = new Random(seed);
        List<StreamRecord> held = randomRecords(random);
        board.read(held);
        SlicePlanner planner = new SlicePlanner(new SliceTerms(3, 1L + random.nextInt(30), null, false), null);
        planner.beginsWith(new BlockRange("test", 0, random.nextInt(8), "x", null));
        planner.headIs(HEAD);

        List<Slice> slices = new ArrayList<>();
        Optional<FreeSpan> next = planner.next(board);
        while (next.isPresent() && slices.size() < 1_000) {
            slices.add(slice(board, next.get()));
            next = planner.next(board);
        }

        assertThat(slices).hasSizeLessThan(1_000);
        assertThat(slices).filteredOn(Slice::isOpen).hasSize(1);
        assertDisjoint(slices);
        assertCovered(slices, held);
    }

    private static List<StreamRecord> randomRecords(Random random) {
        List<StreamRecord> records = new ArrayList<>();
        long next = 0;
        while (next < HEAD / 2 && random.nextInt(20) > 0) {
            long end = next + random.nextInt(9);
            records.add(record(next, end, random.nextInt(5) == 0 ? "b" : "a"));
            next = end + 1 + (random.nextInt(3) == 0 ? random.nextInt(20) : 0);
        }
        Collections.shuffle(records, random);
        return records;
    }

    private static void assertDisjoint(List<Slice> slices) {
        for (Slice one : slices) {
            for (Slice other : slices) {
                assertThat(one == other || one.limit() < other.first() || other.limit() < one.first())
                        .as("%s and %s", one, other)
                        .isTrue();
            }
        }
    }

    private static void assertCovered(List<Slice> slices, List<StreamRecord> held) {
        for (long block = 0; block <= HEAD; block++) {
            long number = block;
            boolean known = held.stream()
                    .anyMatch(record -> record.range().start() <= number
                            && number <= record.range().end());
            boolean worked = slices.stream().anyMatch(slice -> slice.start() <= number && number <= slice.limit());
            assertThat(known || worked).as("block %s of %s", block, slices).isTrue();
        }
        new StreamHistory(StreamOrigin.earliest(), held)
                .gaps()
                .forEach(gap -> assertThat(slices).as("%s", gap).anyMatch(slice -> slice.start() == gap.first()));
    }
}
