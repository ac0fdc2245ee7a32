package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A loading process is killed with {@code SIGKILL} at each step; whoever comes after it ends with every row once. */
public abstract class KillContract extends LoaderContract {
    private static final List<Long> KILL_DELAYS = List.of(0L, 5L, 30L);

    /** Called by a loader's tests. */
    protected KillContract() {}

    @TestFactory
    Stream<DynamicTest> resumes_after_a_kill() {
        return Stream.of(
                killed("before the first unit begins", Step.BEFORE_BEGIN, 1, 0),
                killed("before a unit begins", Step.BEFORE_BEGIN, 3, 2),
                killed("after the first write", Step.AFTER_WRITE, 1, 0),
                killed("in the middle of a unit of two microbatches", Step.AFTER_WRITE, 11, 1),
                killed("between the last write and the commit", Step.BEFORE_COMMIT, 2, 1),
                killed("after a commit, before its answer", Step.AFTER_COMMIT, 2, 2),
                killed("in a reorg, after the deletion", Step.AFTER_DELETE, 1, 2),
                killed("in a reorg, before the commit", Step.BEFORE_COMMIT, 3, 2),
                killed("in a reorg, after the commit", Step.AFTER_COMMIT, 3, 3),
                killed("in the reorg back, before the commit", Step.BEFORE_COMMIT, 5, 4));
    }

    @TestFactory
    Stream<DynamicTest> resumes_after_kills_while_it_recovers() {
        return KILL_DELAYS.stream()
                .map(delay -> DynamicTest.dynamicTest(delay + " ms after recovery began", () -> {
                    TableName table = store().table("recovering_" + delay);
                    killAt(Step.BEFORE_COMMIT, 3, table);
                    killBehind(Step.BEFORE_OPEN, 1, delay, table);
                    finish(table);
                }));
    }

    @TestFactory
    Stream<DynamicTest> resumes_after_kills_within_a_commit() {
        return KILL_DELAYS.stream()
                .map(delay -> DynamicTest.dynamicTest(delay + " ms after a reorg's commit began", () -> {
                    TableName table = store().table("committing_" + delay);
                    killBehind(Step.BEFORE_COMMIT, 3, delay, table);
                    finish(table);
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_killed_batch_load_is_loaded_once() {
        return Stream.of(Step.AFTER_WRITE, Step.BEFORE_COMMIT, Step.AFTER_COMMIT)
                .map(step -> DynamicTest.dynamicTest(
                        step.name(), () -> killedLoad(ChildTask.APPEND, LoadMode.APPEND, step)));
    }

    @TestFactory
    Stream<DynamicTest> a_killed_overwrite_leaves_the_old_rows_or_the_new() {
        return Stream.of(Step.AFTER_DELETE, Step.AFTER_COMMIT)
                .filter(step -> has(LoaderFeature.OVERWRITE))
                .map(step -> DynamicTest.dynamicTest(
                        step.name(), () -> killedLoad(ChildTask.OVERWRITE, LoadMode.OVERWRITE, step)));
    }

    @Test
    void a_job_in_another_process_is_locked_out_or_fenced() {
        TableName table = store().table("two_processes");
        try (ChildProcess child = child(ChildTask.STREAM, Step.BEFORE_COMMIT, 2, table)) {
            child.awaitStep();
            if (has(LoaderFeature.LOCKS_OUT_NEWCOMERS)) {
                AmpException refusal = failure(() -> streamJob(table));
                assertThat(refusal.code()).isEqualTo(LoadError.LOCKED);
            } else {
                finish(table);
                assertThat(child.goOnAndFail()).isEqualTo(LoadError.FENCED.id());
            }
        }
        finish(table);
    }

    @Test
    void the_state_can_be_read_while_a_job_runs_in_another_process() {
        TableName table = store().table("watched");
        try (ChildProcess child = child(ChildTask.STREAM, Step.AFTER_COMMIT, 3, table)) {
            child.awaitStep();
            if (has(LoaderFeature.SHARED_STATUS)) {
                // The third commit has happened in the store; whether its job has said so to readers is another matter.
                assertThat(KillScript.next(state(table))).isBetween(2, 3);
            } else {
                AmpException refusal = failure(() -> loader().states(Optional.of(table)));
                assertThat(refusal.code()).isEqualTo(LoadError.LOCKED);
            }
        }
        assertThat(KillScript.next(state(table))).isEqualTo(3);
    }

    private DynamicTest killed(String name, Step step, int time, int commits) {
        return DynamicTest.dynamicTest(name, () -> {
            TableName table = store().table("killed_" + step.name().toLowerCase(Locale.ROOT) + "_" + time);
            killAt(step, time, table);
            assertCommitted(table, commits);
            finish(table);
        });
    }

    private void killAt(Step step, int time, TableName table) {
        try (ChildProcess child = child(ChildTask.STREAM, step, time, table)) {
            child.awaitStep();
        }
        if (loader().traits().level() == ConsistencyLevel.ATOMIC) {
            Optional<StreamState> state =
                    loader().states(Optional.of(table)).stream().findFirst();
            state.ifPresent(found -> assertRowsAreThoseOf(table, found));
        }
    }

    /** After recovery the state shows so many commits, or one less whose removal was rolled forward. */
    private void assertCommitted(TableName table, int commits) {
        try (TestJob job = streamJob(table)) {
            StreamState state = job.state();
            assertThat(KillScript.next(state)).as("commits").isEqualTo(commits);
            if (loader().traits().level() == ConsistencyLevel.ATOMIC) {
                assertThat(KillScript.showsRemovalOnly(state))
                        .as("half a reorg")
                        .isFalse();
            }
            assertRowsAreThoseOf(table, state);
        }
    }

    /** Kills a child that runs on from a step, at a moment that is not its own choice. */
    private void killBehind(Step step, int time, long delayMillis, TableName table) throws InterruptedException {
        try (ChildProcess child = child(ChildTask.STREAM, step, time, table)) {
            child.awaitStep();
            child.goOn();
            TimeUnit.MILLISECONDS.sleep(delayMillis);
        }
    }

    private void killedLoad(ChildTask task, LoadMode mode, Step step) {
        TableName table = store().table(task + "_" + step);
        List<Map<String, @Nullable Object>> before;
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND))) {
            job.load("before", Forks.range("a", 0, 4));
            before = store().rows(table, BlockRows.columns());
        }
        try (ChildProcess child = child(task, step, 1, table)) {
            child.awaitStep();
        }
        List<Map<String, @Nullable Object>> loaded =
                BlockRows.expected(store(), ChildTask.LOADED, BatchId.ofLoad(ChildTask.LOAD_ID));
        List<Map<String, @Nullable Object>> after = new ArrayList<>(loaded);
        if (mode == LoadMode.APPEND) {
            after.addAll(before);
        }
        try (TestJob job = job(loader(), request(table, mode))) {
            boolean committed = job.loaded(ChildTask.LOAD_ID).isPresent();
            assertThat(committed).isEqualTo(step == Step.AFTER_COMMIT);
            assertThat(store().rows(table, BlockRows.columns()))
                    .containsExactlyInAnyOrderElementsOf(committed ? after : before);
            ChildTask.load(job, mode);
        }
        assertThat(store().rows(table, BlockRows.columns())).containsExactlyInAnyOrderElementsOf(after);
    }

    /** Does the rest of the script in this process. */
    private void finish(TableName table) {
        StreamState state = new KillScript(loader(), table, allocator()).run();
        assertThat(KillScript.next(state)).isEqualTo(KillScript.commits());
        assertThat(state(table).records())
                .extracting(StreamRecord::range)
                .isEqualTo(state.records().stream().map(StreamRecord::range).toList());
        assertRowsAreThoseOf(table, state);
    }

    private ChildProcess child(ChildTask task, Step step, int time, TableName table) {
        return closing(ChildProcess.start(store(), directory, task, step, time, table));
    }
}
