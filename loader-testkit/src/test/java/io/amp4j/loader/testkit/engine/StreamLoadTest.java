package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.Reorg;
import io.amp4j.client.stream.StreamError;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamLoadTest extends EngineFixture {
    @Test
    void loads_microbatches_up_to_the_last_block_asked_for() {
        ScriptedQuery query = query(script().microbatch(range(0, 1), 0, 1)
                .microbatch(range(2, 2))
                .microbatch(range(3, 5), 3, 4, 5)
                .microbatch(range(6, 6), 6));

        LoadResult result = resultOf(load(query).toBlock(4).stream());

        assertThat(numbers()).containsExactly(0L, 1L, 3L, 4L, 5L);
        assertThat(result.ending()).isEqualTo(LoadResult.Ending.COMPLETE);
        assertThat(result.rows()).isEqualTo(5);
        assertThat(result.ranges()).containsExactly(range(0, 5));
        assertThat(state().records())
                .extracting(StreamRecord::range)
                .containsExactly(range(0, 1), range(2, 2), range(3, 5));
    }

    @Test
    void a_last_block_that_is_loaded_already_asks_the_server_nothing() {
        resultOf(load(query(script().microbatch(range(0, 5), 1))).toBlock(5).stream());

        ScriptedQuery again = query();
        LoadResult result = resultOf(load(again).toBlock(3).stream());

        assertThat(result.rows()).isZero();
        assertThat(again.cursors()).isEmpty();
    }

    @Test
    void only_a_stream_with_an_end_is_asked_to_look_for_it() {
        ScriptedQuery bounded = query(script().microbatch(range(0, 5), 1));
        resultOf(load(bounded).toBlock(5).stream());
        ScriptedQuery live = query(script().failsForGood());
        assertThatThrownBy(() -> resultOf(load(live).table("live").stream())).isInstanceOf(AmpException.class);

        assertThat(bounded.streams()).extracting(ScriptedStream::isEndWished).containsExactly(true);
        assertThat(live.streams()).extracting(ScriptedStream::isEndWished).containsExactly(false);
    }

    @Test
    void says_what_readers_may_see_when_it_opens() {
        resultOf(load(query(script().microbatch(range(0, 0), 0))).toBlock(0).stream());

        assertThat(events(LoadEvent.Opened.class).get(0).level()).isEqualTo(ConsistencyLevel.ATOMIC);
    }

    @Test
    void gathers_microbatches_until_the_interval_is_over() {
        ScriptedQuery query = query(script().microbatch(range(0, 0), 0)
                .act(() -> clock.pass(Duration.ofSeconds(3)))
                .microbatch(range(1, 1), 1)
                .act(() -> clock.pass(Duration.ofSeconds(3)))
                .microbatch(range(2, 2), 2)
                .microbatch(range(3, 3), 3));

        resultOf(load(query).commitInterval(Duration.ofSeconds(5)).toBlock(3).stream());

        assertThat(events(LoadEvent.Committed.class))
                .extracting(LoadEvent.Committed::ranges)
                .containsExactly(List.of(range(0, 0), range(1, 1), range(2, 2)), List.of(range(3, 3)));
    }

    @Test
    void commits_when_enough_rows_are_gathered() {
        ScriptedQuery query = query(script().microbatch(range(0, 0), 1, 2)
                .microbatch(range(1, 1), 3)
                .microbatch(range(2, 2), 4));

        resultOf(load(query).commitRows(3).toBlock(2).stream());

        assertThat(events(LoadEvent.Committed.class))
                .extracting(LoadEvent.Committed::rows)
                .containsExactly(3L, 1L);
    }

    @Test
    void commits_when_enough_bytes_are_gathered() {
        ScriptedQuery query = query(script().microbatch(range(0, 0), 1, 2)
                .microbatch(range(1, 1), 3)
                .microbatch(range(2, 2), 4));

        resultOf(load(query).commitBytes(1).toBlock(2).stream());

        assertThat(events(LoadEvent.Committed.class)).hasSize(3);
    }

    @Test
    void commits_what_is_complete_when_the_chain_goes_quiet() throws Exception {
        CountDownLatch committed = new CountDownLatch(1);
        ScriptedQuery query = query(script().microbatch(range(0, 0), 7).quiet());

        try (Load load = load(query)
                .executor(work -> new Thread(work).start())
                .commitInterval(Duration.ofSeconds(5))
                .listener(event -> {
                    if (event instanceof LoadEvent.Committed) {
                        committed.countDown();
                    }
                })
                .stream()) {
            assertThat(committed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(store.rowCount(TABLE)).isEqualTo(1);
            LoadProgress progress = load.progress();
            assertThat(progress.cursor()).isEqualTo(Cursor.of("test", 0, "a0"));
            assertThat(progress.phase()).isEqualTo(LoadProgress.Phase.LOADING);
            assertThat(progress.lag()).isZero();
        }
    }

    @Test
    void a_listener_that_fails_an_assertion_ends_the_load_with_it() {
        AssertionError error = new AssertionError("not what the listener expected");
        Load load = load(query(script().microbatch(range(0, 0), 7)))
                .listener(event -> {
                    throw error;
                })
                .stream();

        assertThat(load.result()).isCompletedExceptionally();
        assertThatThrownBy(() -> load.result().join()).hasCause(error);
    }

    @Test
    void cancelling_commits_what_is_complete() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ScriptedQuery query = query(script().microbatch(range(0, 0), 7)
                .act(closed::countDown)
                .microbatch(range(1, 1))
                .rows(range(2, 2))
                .quiet());
        Load load = load(query).executor(work -> new Thread(work).start()).commitInterval(Duration.ofHours(1)).stream();
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();

        load.cancel();
        LoadResult result = resultOf(load);

        assertThat(result.ending()).isEqualTo(LoadResult.Ending.CANCELLED);
        assertThat(numbers()).containsExactly(7L);
        assertThat(load.progress().phase()).isEqualTo(LoadProgress.Phase.CANCELLED);
        load.close();
    }

    @Test
    void cancelling_rolls_back_an_unclosed_microbatch() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        ScriptedQuery query =
                query(script().rows(range(0, 3), 7).act(written::countDown).quiet());
        Load load = load(query).executor(work -> new Thread(work).start()).stream();
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

        load.close();

        assertThat(numbers()).isEmpty();
        assertThat(resultOf(load).ending()).isEqualTo(LoadResult.Ending.CANCELLED);
    }

    @Test
    void goes_on_behind_the_last_commit_after_the_connection_broke() {
        ScriptedQuery query = query(
                script().microbatch(range(0, 1), 0, 1).rows(range(2, 3), 2).fails(),
                script().microbatch(range(2, 3), 2, 3));

        LoadResult result = resultOf(load(query).commitInterval(Duration.ZERO).toBlock(3).stream());

        assertThat(query.cursors()).containsExactly(Optional.empty(), Optional.of(Cursor.of("test", 1, "a1")));
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(result.retries()).isEqualTo(1);
    }

    @Test
    void waits_longer_after_each_failure_and_starts_anew_after_a_commit() {
        ScriptedQuery query = query(
                script().fails(),
                script().fails(),
                script().microbatch(range(0, 0), 0).fails(),
                script().microbatch(range(1, 1), 1));

        resultOf(load(query).commitInterval(Duration.ZERO).toBlock(1).stream());

        assertThat(clock.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertThat(events(LoadEvent.Retrying.class))
                .extracting(LoadEvent.Retrying::attempt)
                .containsExactly(1, 2, 1);
    }

    @Test
    void gives_up_when_the_policy_says_so() {
        ScriptedQuery query = query(script().fails(), script().fails());
        Load load = load(query)
                .retry(new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), 0, 1, Duration.ofHours(1)))
                .stream();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.RETRIES_EXHAUSTED))
                .hasRootCauseMessage("AMP-UNAVAILABLE: the scripted connection broke");
        assertThat(load.progress().phase()).isEqualTo(LoadProgress.Phase.FAILED);
    }

    @Test
    void what_can_never_succeed_ends_the_job_at_once() {
        Load load = load(query(script().failsForGood())).stream();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.INVALID_QUERY));
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void a_hole_in_the_stream_ends_the_job_and_nothing_behind_it_is_written() {
        Load load = load(query(script().microbatch(range(0, 1), 0).microbatch(range(3, 3), 3)))
                .commitInterval(Duration.ZERO)
                .stream();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(StreamError.GAP));
        assertThat(numbers()).containsExactly(0L);
    }

    @Test
    void asks_again_later_while_the_tables_hold_nothing() {
        ScriptedQuery query = query(script().noRanges(), script().noRanges(), script().microbatch(range(0, 0), 1));

        LoadResult result = resultOf(load(query).retry(RetryPolicy.NONE).toBlock(0).stream());

        assertThat(events(LoadEvent.NothingYet.class)).hasSize(2);
        assertThat(clock.waits()).hasSize(2).allMatch(wait -> wait.toMillis() > 0);
        assertThat(result.retries()).isZero();
        assertThat(numbers()).containsExactly(1L);
    }

    @Test
    void a_reorg_replaces_void_rows_in_one_commit() {
        ScriptedQuery query = query(script().microbatch(range(0, 1), 0, 1)
                .microbatch(range(2, 3), 2, 3)
                .microbatch(range(2, 4, "b", "a"), 22, 33, 44));

        LoadResult result = resultOf(load(query).commitInterval(Duration.ZERO).toBlock(4).stream());

        assertThat(numbers()).containsExactly(0L, 1L, 22L, 33L, 44L);
        assertThat(result.reorgs()).isEqualTo(1);
        assertThat(events(LoadEvent.Reorganised.class).get(0).reorg())
                .isEqualTo(new Reorg("test", 2, Reorg.Kind.ALIGNED, 1));
    }

    @Test
    void a_reorg_inside_a_microbatch_loads_that_one_again() {
        ScriptedQuery query = query(
                script().microbatch(range(0, 1), 0, 1)
                        .microbatch(range(2, 5), 2, 3, 4, 5)
                        .rows(range(4, 6, "b", "a"), 44),
                script().microbatch(range(2, 6, "b", "a"), 2, 3, 44, 55, 66));

        resultOf(load(query).commitInterval(Duration.ZERO).toBlock(6).stream());

        assertThat(query.cursors()).containsExactly(Optional.empty(), Optional.of(Cursor.of("test", 1, "a1")));
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 44L, 55L, 66L);
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void another_job_goes_on_where_the_first_one_stopped() {
        resultOf(load(query(script().microbatch(range(0, 1), 0))).toBlock(1).stream());
        ScriptedQuery query = query(script().microbatch(range(2, 2), 2));

        resultOf(load(query).toBlock(2).stream());

        assertThat(query.cursors()).containsExactly(Optional.of(Cursor.of("test", 1, "a1")));
        assertThat(numbers()).containsExactly(0L, 2L);
        assertThat(state().header().epoch()).isEqualTo(2);
    }

    @Test
    void starting_over_deletes_what_was_loaded() {
        resultOf(load(query(script().microbatch(range(0, 1), 0))).toBlock(1).stream());
        ScriptedQuery query = query(script().microbatch(range(0, 0), 9));

        resultOf(load(query).resume(ResumePolicy.START_OVER).toBlock(0).stream());

        assertThat(query.cursors()).containsExactly(Optional.empty());
        assertThat(numbers()).containsExactly(9L);
    }

    @Test
    void a_listener_that_throws_does_not_stop_the_load() {
        LoadResult result = resultOf(load(query(script().microbatch(range(0, 0), 1)))
                .listener(event -> {
                    throw new IllegalStateException("a listener's own mistake");
                })
                .toBlock(0)
                .stream());

        assertThat(result.rows()).isEqualTo(1);
    }

    @Test
    void an_error_ends_the_job_and_reaches_whoever_waits() {
        Load load = load(query(script().rows(range(0, 0), 1).act(() -> {
                    throw new StackOverflowError("in a test");
                })))
                .stream();

        assertThatThrownBy(() -> load.result().join()).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(numbers()).isEmpty();
    }
}
