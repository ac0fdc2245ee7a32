package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.Reorg;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.Loads;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the edges of slices. The server sends five blocks at a time, slices have ten; branch {@code b} replaces branch {@code a}. */
@Timeout(120)
class ParallelLoadTest extends EngineFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final Map<BlockRange, CompletableFuture<Void>> commits = new HashMap<>();
    private final CompletableFuture<Void> oneStream = new CompletableFuture<>();
    private final CompletableFuture<Void> sliceFailed = new CompletableFuture<>();
    private final List<LoadEvent> heard = new ArrayList<>();

    @AfterEach
    void has_no_gap_left() {
        assertThat(new StreamHistory(StreamOrigin.earliest(), state().records()).gaps())
                .isEmpty();
    }

    private LoadBuilder parallel(SlicedQuery query, int workers) {
        return parallel(query, workers, new MemoryLoader(store));
    }

    private LoadBuilder parallel(SlicedQuery query, int workers, Loader loader) {
        return Loads.from(query)
                .to(loader)
                .table(TABLE)
                .commitInterval(Duration.ZERO)
                .parallel(workers)
                .sliceSize(10)
                .retry(new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(8), 0, 5, Duration.ofHours(1)))
                .listener(this::hear);
    }

    private synchronized void hear(LoadEvent event) {
        heard.add(event);
        if (event instanceof LoadEvent.Committed commit) {
            commit.ranges().forEach(range -> until(range).complete(null));
        } else if (event instanceof LoadEvent.RunsAsOneStream) {
            oneStream.complete(null);
        } else if (event instanceof LoadEvent.SliceFailed) {
            sliceFailed.complete(null);
        }
        notifyAll();
    }

    private void awaitCommitted(BlockRange range) {
        await(until(range)::isDone, "the commit of " + range);
    }

    private synchronized void await(BooleanSupplier condition, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                assertThat(left).as("waited for %s while %s", what, heard).isPositive();
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Done once a microbatch is committed. */
    private synchronized CompletableFuture<Void> until(BlockRange range) {
        return commits.computeIfAbsent(range, any -> new CompletableFuture<>());
    }

    private synchronized <T extends LoadEvent> List<T> heard(Class<T> type) {
        return heard.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static BlockRange a(long start, long end) {
        return range(start, end);
    }

    private static BlockRange b(long start, long end) {
        return range(start, end, "b", "b");
    }

    /** The first blocks of branch b. */
    private static BlockRange fork(long start, long end) {
        return range(start, end, "b", "a");
    }

    /** A server that has blocks 0 to 29, in the state before anybody asks for more than where they begin. */
    private SlicedQuery thirtyBlocks() {
        return new SlicedQuery(allocator, a(0, 29))
                .start(script().watermark(a(0, 4)).quiet());
    }

    private void runUntil(LoadBuilder load, BlockRange last) {
        try (Load running = load.stream()) {
            awaitCommitted(last);
            running.cancel();
            assertThat(resultOf(running).ending()).isEqualTo(LoadResult.Ending.CANCELLED);
        }
    }

    private List<Long> sorted() {
        return numbers().stream().sorted().toList();
    }

    @Test
    void slices_link_and_the_top_one_becomes_the_live_stream() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(10, 14)))
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(20, live())
                .behind("a19", live());

        runUntil(parallel(query, 2), a(30, 30));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L, 25L, 30L);
        assertThat(query.started())
                .contains("at 10")
                .filteredOn("start"::equals)
                .hasSize(2);
    }

    private Script live() {
        return script().after(until(a(15, 19)))
                .after(until(a(5, 9)))
                .microbatch(a(20, 24), 20)
                .microbatch(a(25, 29), 25)
                .microbatch(a(30, 30), 30)
                .quiet();
    }

    @Test
    void a_fork_across_an_edge_while_both_sides_load() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(10, 14)))
                        .after(until(b(10, 14)))
                        .microbatch(range(5, 9, "b", "a"), 1005)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .rows(fork(8, 12), 1008)
                                .quiet(),
                        script().microbatch(b(10, 14), 1010)
                                .microbatch(b(15, 19), 1015)
                                .quiet())
                .at(20, liveOnB())
                .behind("b19", liveOnB());

        runUntil(parallel(query, 2), b(20, 29));

        assertThat(sorted()).containsExactly(1L, 1005L, 1010L, 1015L, 1020L);
        assertThat(heard(LoadEvent.Reorganised.class))
                .extracting(event -> event.reorg().kind())
                .contains(Reorg.Kind.BEFORE_START);
    }

    private Script liveOnB() {
        return script().after(until(range(5, 9, "b", "a")))
                .after(until(b(15, 19)))
                .microbatch(b(20, 29), 1020)
                .quiet();
    }

    @Test
    void the_left_neighbour_has_not_begun() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1).microbatch(a(5, 9), 5).quiet())
                .at(
                        10,
                        script().after(until(a(25, 29)))
                                .microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .behind(
                        "a9",
                        script().after(until(a(25, 29)))
                                .microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(
                        15,
                        script().after(until(a(25, 29)))
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(
                        20,
                        script().microbatch(a(20, 24), 20)
                                .microbatch(a(25, 29), 25)
                                .after(until(a(10, 14)))
                                .after(until(a(15, 19)))
                                .microbatch(a(30, 30), 30)
                                .quiet());

        runUntil(parallel(query, 3), a(30, 30));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L, 25L, 30L);
        assertThat(heard(LoadEvent.Reorganised.class)).isEmpty();
    }

    @Test
    void the_right_neighbour_has_begun_on_another_fork() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(15, 19)))
                        .microbatch(range(5, 9, "b", "a"), 1005)
                        .microbatch(b(10, 14), 1010)
                        .microbatch(b(15, 19), 1015)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(20, liveOnB())
                .behind("b19", liveOnB())
                .behind("a19", script().quiet());

        runUntil(parallel(query, 2), b(20, 29));

        assertThat(sorted()).containsExactly(1L, 1005L, 1010L, 1015L, 1020L);
        assertThat(heard(LoadEvent.Reorganised.class))
                .extracting(event -> event.reorg().kind())
                .contains(Reorg.Kind.EDGE);
    }

    @Test
    void a_watermark_passes_the_edge() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(15, 19)))
                        .microbatch(a(5, 11), 5, 10)
                        .microbatch(a(12, 14))
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(20, liveAfter(a(12, 14)))
                .behind("a19", liveAfter(a(12, 14)), liveAfter(a(12, 14)));

        runUntil(parallel(query, 2), a(20, 29));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L);
        assertThat(heard(LoadEvent.Reorganised.class))
                .extracting(event -> event.reorg().kind())
                .containsExactly(Reorg.Kind.EDGE);
    }

    private Script liveAfter(BlockRange range) {
        return script().after(until(range)).microbatch(a(20, 29), 20).quiet();
    }

    @Test
    void a_reorg_below_the_start_of_the_top_slice_while_lower_slices_load() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(10, 14))) // else an idle worker takes over what lies behind
                        .after(until(a(20, 24)))
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .after(until(b(20, 24)))
                                .microbatch(fork(15, 19), 1015)
                                .quiet())
                .at(
                        20,
                        script().microbatch(a(20, 24), 20)
                                .rows(fork(17, 22), 1017)
                                .quiet(),
                        script().microbatch(b(20, 24), 1020)
                                .after(until(fork(15, 19)))
                                .after(until(a(5, 9)))
                                .microbatch(b(25, 29), 1025)
                                .quiet());

        runUntil(parallel(query, 3), b(25, 29));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 1015L, 1020L, 1025L);
    }

    @Test
    void a_crash_before_the_first_commit_of_the_lowest_slice_leaves_no_leading_gap() {
        SlicedQuery waiting = thirtyBlocks()
                .start(script().quiet())
                .at(10, script().microbatch(a(10, 14), 10).quiet());
        try (Load load = parallel(waiting, 2).stream()) {
            await(() -> heard(LoadEvent.Reading.class).size() == 2, "both slices to read");
            load.cancel();
            resultOf(load);
        }
        assertThat(state().records()).isEmpty();

        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(10, 14)))
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(20, live())
                .behind("a19", live());
        runUntil(parallel(query, 2), a(30, 30));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L, 25L, 30L);
    }

    @Test
    void a_crash_between_two_commits_at_an_edge_that_does_not_link_is_mended_by_one_stream() {
        SlicedQuery forked = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(15, 19)))
                        .microbatch(range(5, 9, "b", "a"), 1005)
                        .quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet());
        runUntil(parallel(forked, 2), range(5, 9, "b", "a"));
        assertThat(sorted()).containsExactly(1L, 10L, 15L, 1005L);

        SlicedQuery query = new SlicedQuery(allocator, b(0, 29))
                .behind(
                        "b9",
                        script().microbatch(b(10, 14), 1010)
                                .microbatch(b(15, 19), 1015)
                                .quiet())
                .behind("b19", script().microbatch(b(20, 29), 1020).quiet());
        runUntil(parallel(query, 1), b(20, 29));

        assertThat(sorted()).containsExactly(1L, 1005L, 1010L, 1015L, 1020L);
    }

    @Test
    void an_edge_that_does_not_link_is_mended_also_if_its_commit_came_to_light_in_a_recovery() {
        CompletableFuture<Void> bothRead = new CompletableFuture<>();
        SlicedQuery query = new SlicedQuery(allocator, a(0, 19))
                .start(
                        script().watermark(a(0, 4)).quiet(),
                        script().microbatch(a(0, 4), 1)
                                .after(bothRead)
                                .microbatch(a(5, 9), 5)
                                .quiet())
                .at(
                        10,
                        script().act(() -> bothRead.complete(null))
                                .after(until(a(5, 9)))
                                .microbatch(b(10, 14), 1010)
                                .quiet())
                .behind("a9", script().microbatch(fork(5, 9), 1005).quiet())
                .behind(
                        "b14",
                        script().after(until(fork(5, 9)))
                                .microbatch(b(15, 19), 1015)
                                .quiet());
        FlakyLoader thirdAnswerIsLost = new FlakyLoader(new MemoryLoader(store), "answer 3");

        runUntil(parallel(query, 2, thirdAnswerIsLost), b(15, 19));

        assertThat(sorted()).containsExactly(1L, 1005L, 1010L, 1015L);
    }

    @Test
    void only_gaps_are_loaded_after_a_kill_the_lowest_first() {
        SlicedQuery first = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1).quiet())
                .at(
                        10,
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet());
        runUntil(parallel(first, 2), a(15, 19));

        SlicedQuery query = new SlicedQuery(allocator, a(0, 29))
                .behind("a4", script().microbatch(a(5, 9), 5).quiet())
                .behind("a19", script().microbatch(a(20, 29), 20).quiet());
        runUntil(parallel(query, 1), a(20, 29));

        assertThat(query.started()).containsExactly("behind a4", "behind a19");
        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L);
    }

    @Test
    void a_first_block_before_the_servers_earliest_begins_at_the_earliest() {
        SlicedQuery query = new SlicedQuery(allocator, a(100, 129))
                .start(
                        script().watermark(a(100, 104)).quiet(),
                        script().watermark(a(100, 104)).quiet(),
                        script().microbatch(a(100, 104), 100)
                                .after(until(a(110, 119)))
                                .microbatch(a(105, 109), 105)
                                .quiet())
                .at(110, script().microbatch(a(110, 119), 110).quiet())
                .at(120, theTopAfter(a(105, 109)))
                .behind("a119", theTopAfter(a(105, 109)));

        runUntil(parallel(query, 2).fromBlock(7), a(120, 129));

        assertThat(sorted()).containsExactly(100L, 105L, 110L, 120L);
        assertThat(heard(LoadEvent.BeganElsewhere.class)).containsExactly(new LoadEvent.BeganElsewhere(7, 100));
    }

    private Script theTopAfter(BlockRange range) {
        return script().after(until(range)).microbatch(a(120, 129), 120).quiet();
    }

    @Test
    void a_first_block_beyond_the_head_is_one_stream_that_waits_and_says_so() {
        SlicedQuery query = new SlicedQuery(allocator, a(0, 29))
                .start(
                        script().watermark(a(0, 4)).quiet(),
                        script().watermark(a(0, 4)).quiet())
                .at(500, script().quiet());

        try (Load load = parallel(query, 3).fromBlock(500).stream()) {
            awaitHeard(new LoadEvent.AwaitingBlock(500));
            load.cancel();
            resultOf(load);
        }

        assertThat(heard(LoadEvent.SliceBegan.class)).containsExactly(new LoadEvent.SliceBegan(500, null));
    }

    private void awaitHeard(LoadEvent event) {
        await(() -> heard.contains(event), "the event");
    }

    @Test
    void a_server_that_does_not_begin_in_the_middle_is_read_as_one_stream() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(oneStream)
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(10, script().rows(a(0, 4), 1).quiet())
                .behind(
                        "a9",
                        script().microbatch(a(10, 19), 10)
                                .microbatch(a(20, 29), 20)
                                .quiet());

        runUntil(parallel(query, 2), a(20, 29));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 20L);
    }

    @Test
    void the_one_stream_of_a_server_that_does_not_begin_in_the_middle_fails_for_good_and_nobody_else_tries() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1).after(oneStream).failsForGood())
                .at(10, script().after(until(a(0, 4))).rows(a(0, 4), 1).quiet());

        try (Load load = parallel(query, 2).toBlock(29).stream()) {
            assertThat(failureOf(load).code().id()).isEqualTo("AMP-INVALID-QUERY");
        }

        assertThat(query.started()).containsExactlyInAnyOrder("start", "start", "at 10");
        assertThat(sorted()).containsExactly(1L);
    }

    @Test
    void a_slice_that_fails_for_a_while_is_retried_alone() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(until(a(15, 19)))
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(
                        10,
                        script().rows(a(10, 14), 10).fails(),
                        script().microbatch(a(10, 14), 10)
                                .microbatch(a(15, 19), 15)
                                .quiet())
                .at(20, live())
                .behind("a19", live());

        runUntil(parallel(query, 2), a(30, 30));

        assertThat(sorted()).containsExactly(1L, 5L, 10L, 15L, 20L, 25L, 30L);
        assertThat(query.started().stream().filter("start"::equals)).hasSize(2);
    }

    @Test
    void a_slice_that_fails_for_good_fails_the_load_once_the_others_are_done() {
        SlicedQuery query = thirtyBlocks()
                .start(script().microbatch(a(0, 4), 1)
                        .after(sliceFailed)
                        .microbatch(a(5, 9), 5)
                        .quiet())
                .at(10, script().after(until(a(0, 4))).failsForGood());

        try (Load load = parallel(query, 2).toBlock(19).stream()) {
            assertThat(failureOf(load).code().id()).isEqualTo("AMP-INVALID-QUERY");
        }

        assertThat(sorted()).containsExactly(1L, 5L);
    }

    private static AmpException failureOf(Load load) {
        try {
            throw new AssertionError("ended with " + load.result().join());
        } catch (CompletionException e) {
            return (AmpException) e.getCause();
        }
    }
}
