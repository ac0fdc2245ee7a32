package io.amp4j.loader.testkit.engine;

import static io.amp4j.loader.testkit.engine.Script.range;
import static io.amp4j.loader.testkit.engine.Script.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.Retention;
import io.amp4j.client.stream.StreamError;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.RewindPlan;
import io.amp4j.loader.RewindPlan.Deletion;
import io.amp4j.loader.StreamControl;
import io.amp4j.loader.StreamStatus;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamControlTest extends EngineFixture {
    private final StreamControl control = StreamControl.of(new MemoryLoader(store));

    private void loadFourMicrobatches(Retention retention) {
        Script script = script().microbatch(range(0, 1), 0, 1)
                .microbatch(range(2, 3), 2, 3)
                .microbatch(range(4, 5), 4, 5)
                .microbatch(range(6, 7), 6, 7);
        resultOf(load(query(script)).commitInterval(Duration.ZERO).retention(retention).toBlock(7).stream());
    }

    @Test
    void status_tells_cursor_gaps_and_last_commit() {
        loadFourMicrobatches(Retention.FOREVER);

        StreamStatus status = control.status(Optional.of(TABLE)).get(0);

        assertThat(status.cursor()).contains(Cursor.of("test", 7, "a7"));
        assertThat(status.gaps()).isEmpty();
        assertThat(status.lastCommit()).contains(clock.now());
        assertThat(control.status(Optional.empty())).containsExactly(status);
    }

    @Test
    void planning_changes_nothing() {
        loadFourMicrobatches(Retention.FOREVER);

        RewindPlan plan = control.planRewind("numbers", 4);

        assertThat(plan.voided()).extracting(StreamRecord::range).containsExactly(range(4, 5), range(6, 7));
        assertThat(plan.deletion()).isEqualTo(Deletion.BY_ID);
        assertThat(plan.firstVoidBlock()).contains(4L);
        assertThat(plan.resumesBehind()).isEqualTo(Cursor.of("test", 3, "a3"));
        assertThat(store.rowCount(TABLE)).isEqualTo(8);
        assertThat(state().records()).hasSize(4);
    }

    @Test
    void a_rewound_stream_goes_on_behind_what_is_left() {
        loadFourMicrobatches(Retention.FOREVER);

        long deleted = control.carryOut(control.planRewind("numbers", 3));

        assertThat(deleted).isEqualTo(4);
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L);
        ScriptedQuery query = query(script().microbatch(range(4, 4), 40));
        resultOf(load(query).toBlock(4).stream());
        assertThat(query.cursors()).containsExactly(Optional.of(Cursor.of("test", 3, "a3")));
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 40L);
    }

    @Test
    void rewinding_to_before_the_start_leaves_nothing() {
        loadFourMicrobatches(Retention.FOREVER);

        RewindPlan plan = control.planRewind("numbers", -1);
        control.carryOut(plan);

        assertThat(plan.resumesBehind()).isNull();
        assertThat(numbers()).isEmpty();
        assertThat(state().records()).isEmpty();
    }

    @Test
    void rewinding_to_where_it_is_does_nothing() {
        loadFourMicrobatches(Retention.FOREVER);

        RewindPlan plan = control.planRewind("numbers", 7);

        assertThat(plan.isEmpty()).isTrue();
        assertThat(control.carryOut(plan)).isZero();
        assertThat(state().header().epoch()).isEqualTo(1);
    }

    @Test
    void rewinding_into_a_merged_record_voids_it_as_a_whole_by_a_scan() {
        loadFourMicrobatches(new Retention(1));
        assertThat(state().records().get(0).isMerged()).isTrue();

        RewindPlan plan = control.planRewind("numbers", 1);
        control.carryOut(plan);

        assertThat(plan.deletion()).isEqualTo(Deletion.BY_SCAN);
        assertThat(plan.firstVoidBlock()).contains(0L);
        assertThat(numbers()).isEmpty();
    }

    @Test
    void rewinding_behind_a_merged_record_leaves_it_alone() {
        loadFourMicrobatches(new Retention(1));
        StreamRecord merged = state().records().get(0);

        control.carryOut(control.planRewind("numbers", merged.range().end()));

        assertThat(state().records()).containsExactly(merged);
        assertThat(numbers()).hasSize((int) merged.range().end() + 1);
    }

    @Test
    void a_reorg_below_the_retention_is_healed_by_a_repair() {
        loadFourMicrobatches(new Retention(1));
        Script fork = script().microbatch(range(1, 7, "b", "a"), 1);
        Load load = load(query(fork)).toBlock(8).stream();
        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(StreamError.BELOW_RETENTION));

        control.carryOut(control.planRepair("numbers", 1));
        resultOf(load(query(script().microbatch(range(0, 8, "b", "a"), 11))).toBlock(8).stream());

        assertThat(numbers()).containsExactly(11L);
    }

    @Test
    void refuses_a_plan_that_the_stream_has_overtaken() {
        loadFourMicrobatches(Retention.FOREVER);
        RewindPlan plan = control.planRewind("numbers", 3);
        resultOf(load(query(script().microbatch(range(8, 8), 8))).toBlock(8).stream());

        assertThatThrownBy(() -> control.carryOut(plan))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.STATE_CHANGED));
        assertThat(numbers()).hasSize(9);
    }

    @Test
    void a_job_that_runs_is_fenced_by_a_rewind() throws Exception {
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch rewound = new CountDownLatch(1);
        Script script = script().microbatch(range(0, 1), 0)
                .act(committed::countDown)
                .act(() -> await(rewound))
                .microbatch(range(2, 2), 2)
                .quiet();
        Load load =
                load(query(script)).executor(work -> new Thread(work).start()).commitInterval(Duration.ZERO).stream();
        await(committed);

        control.carryOut(control.planRewind("numbers", -1));
        rewound.countDown();

        assertThatThrownBy(() -> resultOf(load))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.FENCED));
        assertThat(numbers()).isEmpty();
    }

    @Test
    void a_rewind_whose_answer_was_lost_has_happened() {
        loadFourMicrobatches(Retention.FOREVER);
        RewindPlan plan = control.planRewind("numbers", 3);

        long deleted = StreamControl.of(new FlakyLoader(new MemoryLoader(store), "answer"))
                .carryOut(plan);

        assertThat(deleted).isEqualTo(-1);
        assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void a_rewind_that_failed_says_so_and_has_changed_nothing() {
        loadFourMicrobatches(Retention.FOREVER);
        RewindPlan plan = control.planRewind("numbers", 3);
        StreamControl flaky = StreamControl.of(new FlakyLoader(new MemoryLoader(store), "commit"));

        assertThatThrownBy(() -> flaky.carryOut(plan))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE));
        assertThat(numbers()).hasSize(8);
    }

    @Test
    void a_stream_that_is_not_there_is_named() {
        assertThatThrownBy(() -> control.planRewind("nothing", 1))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.STREAM_UNKNOWN))
                .hasMessageContaining("'nothing'");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
