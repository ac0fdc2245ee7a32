package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs that meet: a second writer, a zombie, an answer that was lost, a state that does not belong to what is asked. */
public abstract class JobContract extends LoaderContract {
    private static final BlockRange A0 = Forks.range("a", 0, 9);
    private static final BlockRange A1 = Forks.range("a", 10, 19);
    private static final BlockRange A2 = Forks.range("a", 20, 29);
    private static final BlockRange B1 = Forks.branch("a", "b", 10, 19);

    /** Called by a loader's tests. */
    protected JobContract() {}

    @Test
    void of_two_jobs_of_one_stream_only_one_can_commit() {
        TableName table = store().table("contended");
        try (TestJob older = streamJob(table)) {
            older.commit(A0);
            Optional<TestJob> newcomer = newcomer(table);
            if (newcomer.isEmpty()) {
                older.commit(A1);
                return;
            }
            newcomer.get().commit(A1);
            assertFenced(older, () -> older.commit(A1));
            newcomer.get().commit(A2);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, A2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_zombies_unit_cannot_commit_after_the_newcomers() {
        TableName table = store().table("zombie");
        try (TestJob zombie = streamJob(table)) {
            zombie.commit(A0);
            Unit unit = zombie.session().begin();
            zombie.write(unit, A1);
            Optional<TestJob> newcomer = newcomer(table);
            if (newcomer.isEmpty()) {
                zombie.finish(unit, List.of(), A1);
            } else {
                newcomer.get().commit(A1);
                assertFenced(zombie, () -> {
                    zombie.write(unit, A1);
                    zombie.finish(unit, List.of(), A1);
                });
                newcomer.get().commit(A2);
                assertRowsAreThoseOf(table, newcomer.get().recover());
            }
            unit.close();
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_zombies_deletion_cannot_take_the_newcomers_rows() {
        TableName table = store().table("deleting_zombie");
        try (TestJob zombie = streamJob(table)) {
            zombie.commit(A0, A1);
            List<StreamRecord> voided = List.of(zombie.record(A1));
            Unit unit = zombie.session().begin();
            Optional<TestJob> newcomer = newcomer(table);
            if (newcomer.isEmpty()) {
                unit.close();
                return;
            }
            newcomer.get().commit(A2);
            assertFenced(zombie, () -> {
                zombie.stage(unit, voided, B1);
                zombie.finish(unit, voided, B1);
            });
            unit.close();
            assertRowsAreThoseOf(table, newcomer.get().recover());
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, A2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void jobs_of_different_tables_do_not_disturb_each_other() {
        TableName one = store().table("neighbour_one");
        TableName two = store().table("neighbour_two");
        try (TestJob first = streamJob(one);
                TestJob second = streamJob(two)) {
            first.commit(A0);
            second.commit(A0);
            first.commit(A1);
            second.replace(List.of(second.record(A0)), A0, A1);
        }
        assertRowsAreThoseOf(one, state(one));
        assertRowsAreThoseOf(two, state(two));
    }

    @Test
    void a_job_whose_table_is_dropped_commits_nothing_more() {
        assumeTrue(has(LoaderFeature.DROP), "no table is dropped");
        TableName table = store().table("dropped_under_a_job");
        try (TestJob job = streamJob(table)) {
            job.commit(A0);
            try {
                newLoader().drop(table);
            } catch (AmpException e) { // who drops is a newcomer like another
                assertThat(has(LoaderFeature.LOCKS_OUT_NEWCOMERS)).isTrue();
                assertThat(e.code()).isEqualTo(LoadError.LOCKED);
                job.commit(A1);
                assertRowsAreThoseOf(table, state(table));
                return;
            }
            failure(() -> job.commit(A1));
            assertThat(failure(job::recover).code())
                    .isIn(LoadError.FENCED, LoadError.STATE_LOST, LoadError.TABLE_MISSING);
        }
        assertThat(loader().states(Optional.empty())).isEmpty();
    }

    @Test
    void streams_of_one_table_leave_each_others_rows_alone() {
        TableName table = store().table("shared");
        try (TestJob first = streamJob(table)) {
            first.commit(A0);
            TestJob second;
            try {
                second = job(newLoader(), Requests.withStreamId(newRequest(table), "a second stream"));
            } catch (AmpException e) { // a lock of the whole table: they never meet
                assertThat(has(LoaderFeature.LOCKS_OUT_NEWCOMERS)).isTrue();
                assertThat(e.code()).isEqualTo(LoadError.LOCKED);
                return;
            }
            try {
                second.commit(A0);
                second.replace(List.of(second.record(A0)), Forks.range("c", 0, 9));
            } catch (AmpException e) {
                assertThat(e.code()).isEqualTo(LoadError.UNSUPPORTED);
                assertThat(second.recover().records()).isEmpty();
            }
            first.commit(A1);
            assertThat(store().rows(table, BlockRows.columns()))
                    .containsAll(BlockRows.expected(store(), first.state().records()));
        }
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found_to_be_committed() {
        TableName table = store().table("answer_lost");
        SteppedLoader stepped = new SteppedLoader(newLoader(), Steps.failingOnceAt(Step.AFTER_COMMIT));
        try (TestJob job = job(stepped, request(table, LoadMode.STREAM))) {
            AmpException failure = failure(() -> job.commit(A0));
            assertThat(failure.retryable()).isTrue();
            assertThat(job.recover().records()).extracting(StreamRecord::range).containsExactly(A0);
            job.commit(A1);
        }
        assertThat(state(table).header().seq()).isEqualTo(2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_commit_that_failed_before_it_happened_is_found_not_to_be_committed() {
        TableName table = store().table("commit_lost");
        SteppedLoader stepped = new SteppedLoader(newLoader(), Steps.failingOnceAt(Step.BEFORE_COMMIT));
        try (TestJob job = job(stepped, request(table, LoadMode.STREAM))) {
            failure(() -> job.commit(A0));
            assertThat(job.recover().records()).isEmpty();
            job.commit(A0);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_failure_in_the_middle_of_a_reorg_leaves_the_old_rows() {
        TableName table = store().table("reorg_failed");
        SteppedLoader stepped = new SteppedLoader(newLoader(), Steps.failingOnceAt(Step.AFTER_DELETE));
        try (TestJob job = job(stepped, request(table, LoadMode.STREAM))) {
            job.commit(A0, A1);
            StreamRecord voided = job.record(A1);
            failure(() -> job.replace(List.of(voided), B1));
            StreamState recovered = job.recover();
            assertRowsAreThoseOf(table, recovered);
            boolean stillThere = recovered.records().stream()
                    .anyMatch(record -> record.range().equals(A1));
            job.replace(stillThere ? List.of(job.record(A1)) : List.of(), B1);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, B1);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_batch_load_whose_answer_was_lost_is_not_loaded_twice() {
        TableName table = store().table("load_answer_lost");
        SteppedLoader stepped = new SteppedLoader(newLoader(), Steps.failingOnceAt(Step.AFTER_COMMIT));
        try (TestJob job = job(stepped, request(table, LoadMode.APPEND))) {
            failure(() -> job.load("once", A0));
            assertThat(job.recover().load("once")).isPresent();
        }
        assertThat(store().rows(table, BlockRows.columns())).hasSize(30);
    }

    @Test
    void rows_whose_state_was_lost_are_refused_and_left_alone() {
        TableName table = store().table("state_lost");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1);
        }
        List<Map<String, @Nullable Object>> before = store().rows(table, BlockRows.columns());
        loader().close();
        store().loseState();
        assertRefused(newRequest(table), LoadError.STATE_LOST);
        assertRefused(Requests.with(newRequest(table), ResumePolicy.START_OVER), LoadError.STATE_LOST);
        assertThat(store().rows(table, BlockRows.columns())).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void a_state_of_another_query_is_refused_and_left_alone() {
        TableName table = store().table("other_query");
        StreamState before;
        try (TestJob job = streamJob(table)) {
            job.commit(A0);
            before = job.state();
        }
        assertRefused(Requests.withQuery(newRequest(table), "another query"), LoadError.STATE_OF_ANOTHER_QUERY);
        assertThat(state(table).records()).isEqualTo(before.records());
        assertRowsAreThoseOf(table, before);
        try (TestJob job = streamJob(table)) {
            job.commit(A1);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    /** The last microbatch of a load that had an end may be cut off there; that of one without an end is not, and says so. */
    @Test
    void a_job_that_asks_for_another_end_goes_on_and_leaves_its_own_end_behind() {
        TableName table = store().table("other_end");
        try (TestJob job = job(loader(), Requests.withEnd(newRequest(table), A0.end()))) {
            job.commit(A0);
        }
        assertThat(state(table).header().toBlock()).isEqualTo(A0.end());
        try (TestJob job = streamJob(table)) {
            job.commit(A1);
        }
        assertThat(state(table).header().toBlock()).isNull();
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_job_that_asks_for_less_than_is_held_changes_nothing() {
        TableName table = store().table("less");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1);
        }
        try (TestJob job = job(newLoader(), Requests.withEnd(newRequest(table), 15L))) {
            assertThat(job.state().records()).hasSize(2);
        }
        assertThat(state(table).header().toBlock()).isNull();
        try (TestJob job = streamJob(table)) {
            job.commit(A2);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_last_microbatch_that_was_cut_is_not_passed_over() {
        TableName table = store().table("cut");
        try (TestJob job = job(newLoader(), Requests.withEnd(newRequest(table), 15L))) {
            job.commit(A0, A1);
        }
        assertRefused(newRequest(table), LoadError.STATE_OF_ANOTHER_SPAN);
        assertRefused(Requests.withEnd(newRequest(table), 25L), LoadError.STATE_OF_ANOTHER_SPAN);
        assertThat(state(table).header().toBlock()).isEqualTo(15);
        assertRowsAreThoseOf(table, state(table));
    }

    private LoadRequest newRequest(TableName table) {
        return request(table, LoadMode.STREAM);
    }

    private void assertRefused(LoadRequest request, LoadError code) {
        AmpException refusal = failure(() -> job(newLoader(), request));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.retryable()).isFalse();
    }

    /** A second job, or empty if the store refuses it as it should. */
    private Optional<TestJob> newcomer(TableName table) {
        try {
            return Optional.of(job(newLoader(), newRequest(table)));
        } catch (AmpException e) {
            assertThat(e.code()).isEqualTo(LoadError.LOCKED);
            assertThat(has(LoaderFeature.LOCKS_OUT_NEWCOMERS)).isTrue();
            return Optional.empty();
        }
    }

    /** The commit fails, and recovering says that a newer job holds the stream. */
    private static void assertFenced(TestJob job, Runnable commit) {
        failure(commit);
        assertThat(failure(job::recover).code()).isEqualTo(LoadError.FENCED);
    }
}
