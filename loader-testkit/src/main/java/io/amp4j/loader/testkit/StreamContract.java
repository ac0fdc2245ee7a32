package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Load;
import io.amp4j.loader.Loads;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Live streams: rows and records come and go together, and a reorg takes away exactly what it voids. */
public abstract class StreamContract extends LoaderContract {
    private static final BlockRange A0 = Forks.range("a", 0, 9);
    private static final BlockRange A1 = Forks.range("a", 10, 19);
    private static final BlockRange A2 = Forks.range("a", 20, 29);
    private static final BlockRange A3 = Forks.range("a", 30, 39);
    private static final BlockRange B1 = Forks.branch("a", "b", 10, 24);
    private static final BlockRange B2 = Forks.branch("a", "b", 20, 29);

    /** Called by a loader's tests. */
    protected StreamContract() {}

    @Test
    void rows_carry_the_id_of_their_microbatch() {
        TableName table = store().table("marked");
        try (TestJob job = streamJob(table)) {
            job.commit(A0);
            job.commit(A1);
        }
        assertRowsAreThoseOf(table, state(table));
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1);
    }

    @Test
    void rows_carry_their_block_ranges_on_request() {
        TableName table = store().table("ranged");
        var request = Requests.with(request(table, LoadMode.STREAM), MetadataColumns.BATCH_ID_AND_BLOCK_RANGES);
        try (TestJob job = job(loader(), request)) {
            job.commit(A1);
        }
        Field ranges = Field.nullable(MarkerColumns.BLOCK_RANGES, ArrowType.Utf8.INSTANCE);
        List<Map<String, @Nullable Object>> rows = store().rows(table, List.of(ranges));
        assertThat(rows)
                .hasSize(30)
                .allSatisfy(row -> assertThat(row)
                        .containsEntry(
                                MarkerColumns.BLOCK_RANGES, store().stored(ranges, MarkerColumns.blockRanges(A1))));
    }

    @Test
    void several_microbatches_become_visible_in_one_commit() {
        TableName table = store().table("grouped");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            assertThat(state(table).header().seq()).isEqualTo(1);
            assertThat(state(table).records()).isEqualTo(job.state().records()).hasSize(3);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_microbatch_that_is_sent_again_is_loaded_once() {
        TableName table = store().table("sent_again");
        try (Load load = Loads.from(new MicrobatchQuery(allocator(), A0, A1, A1, A2))
                .to(loader())
                .table(table)
                .toBlock(A2.end())
                .stream()) {
            load.result().join();
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, A2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_reorg_deletes_only_what_it_voids() {
        TableName table = store().table("reorganised");
        try (TestJob job = streamJob(table)) {
            job.commit(A0);
            job.commit(A1, A2);
            job.replace(List.of(job.record(A2)), B2);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, B2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_range_that_overlaps_two_records_replaces_both() {
        TableName table = store().table("overlapping");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            job.replace(List.of(job.record(A1), job.record(A2)), B1);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, B1);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_fork_inside_a_record_voids_all_of_it() {
        TableName table = store().table("forked_inside");
        BlockRange head = Forks.range("a", 10, 14);
        BlockRange tail = Forks.branch("a", "b", 15, 22);
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            job.replace(List.of(job.record(A1), job.record(A2)), head, tail);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, head, tail);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_removal_without_a_replacement_is_a_commit_too() {
        TableName table = store().table("rewound");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            job.replace(List.of(job.record(A1), job.record(A2)));
            assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0);
            assertRowsAreThoseOf(table, state(table));
            job.commit(A1);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void the_same_microbatch_removed_and_added_in_one_unit_is_there_once() {
        TableName table = store().table("same_again");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1);
            job.replace(List.of(job.record(A1)), A1);
            assertThat(job.state().records()).extracting(StreamRecord::range).containsExactly(A0, A1);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_chain_that_flips_to_a_fork_and_back_ends_with_its_first_rows() {
        TableName table = store().table("flipped");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            job.replace(List.of(job.record(A2)), B2);
            job.replace(List.of(job.record(B2)), A2);
            job.replace(List.of(job.record(A2)), B2);
            job.replace(List.of(job.record(B2)), A2, A3);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, A2, A3);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_unit_that_deleted_and_wrote_leaves_nothing_when_it_is_rolled_back() {
        TableName table = store().table("reorg_rolled_back");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            StreamState before = job.state();
            try (Unit unit = job.session().begin()) {
                job.stage(unit, List.of(job.record(A2)), B2);
            }
            assertThat(job.recover()).isEqualTo(before);
            assertRowsAreThoseOf(table, before);
            job.replace(List.of(job.record(A2)), B2);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, B2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void old_records_merge_and_their_rows_stay() {
        TableName table = store().table("merged");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            merge(job);
            job.commit(A3);
        }
        assertThat(state(table).records()).hasSize(3);
        assertThat(state(table).records().get(0).isMerged()).isTrue();
        List<StreamRecord> all =
                List.of(A0, A1, A2, A3).stream().map(StreamRecord::of).toList();
        assertThat(store().rows(table, BlockRows.columns()))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), all));
    }

    @Test
    void the_rows_of_a_merged_record_can_be_told_by_what_no_record_names() {
        TableName table = store().table("unmerged");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1, A2);
            merge(job);
            StreamRecord merged = job.state().records().get(0);
            try (Unit unit = job.session().begin()) {
                unit.deleteUnnamed(List.of(merged));
                job.write(unit, A0);
                job.finish(unit, List.of(merged), A0);
            }
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void a_later_job_goes_on_behind_what_is_committed() {
        TableName table = store().table("resumed");
        StreamState before;
        try (TestJob job = streamJob(table)) {
            job.commit(A0);
            job.commit(A1);
            before = job.state();
        }
        try (TestJob job = job(newLoader(), request(table, LoadMode.STREAM))) {
            StreamHeader header = job.state().header();
            assertThat(header.epoch()).isGreaterThan(before.header().epoch());
            assertThat(header.seq()).isEqualTo(2);
            assertThat(header.network()).isEqualTo(Forks.NETWORK);
            assertThat(job.state().records()).isEqualTo(before.records());
            job.commit(A2);
        }
        assertThat(state(table).records()).extracting(StreamRecord::range).containsExactly(A0, A1, A2);
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void recovering_without_a_failure_changes_nothing() {
        TableName table = store().table("sound");
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1);
            StreamState before = job.state();
            assertThat(job.recover()).isEqualTo(before);
            assertThat(job.recover()).isEqualTo(before);
            job.commit(A2);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    @Test
    void starting_over_deletes_the_streams_rows_and_no_others() {
        TableName table = store().table("started_over");
        var other = Requests.withStreamId(request(table, LoadMode.STREAM), "another stream");
        BlockRange theirs = Forks.range("c", 50, 59);
        try (TestJob job = job(loader(), other)) {
            job.commit(theirs);
        }
        try (TestJob job = streamJob(table)) {
            job.commit(A0, A1);
        }
        try (TestJob job = job(loader(), Requests.with(request(table, LoadMode.STREAM), ResumePolicy.START_OVER))) {
            assertThat(job.state().records()).isEmpty();
            assertThat(store().rows(table, BlockRows.columns()))
                    .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), List.of(StreamRecord.of(theirs))));
            job.commit(B2);
        }
        assertThat(store().rows(table, BlockRows.columns()))
                .containsExactlyInAnyOrderElementsOf(
                        BlockRows.expected(store(), List.of(StreamRecord.of(theirs), StreamRecord.of(B2))));
    }

    @Test
    void a_status_reader_sees_each_stream_while_jobs_run() {
        TableName one = store().table("status_one");
        TableName two = store().table("status_two");
        try (TestJob first = streamJob(one)) {
            first.commit(A0);
            try (TestJob second = streamJob(two)) {
                second.commit(A0, A1);
                List<StreamState> all = newLoader().states(Optional.empty());
                assertThat(all)
                        .extracting(StreamState::header)
                        .extracting(StreamHeader::table)
                        .containsExactly(one, two);
                assertThat(newLoader().states(Optional.of(two)).get(0).records())
                        .isEqualTo(second.state().records());
            }
        }
        assertThat(newLoader().states(Optional.of(store().table("status_none"))))
                .isEmpty();
    }

    @Test
    void a_unit_that_has_ended_takes_nothing_more() {
        TableName table = store().table("ended");
        try (TestJob job = streamJob(table)) {
            Unit unit = job.session().begin();
            unit.close();
            assertThatThrownBy(() -> job.write(unit, A0)).isInstanceOf(RuntimeException.class);
            job.commit(A0);
        }
        assertRowsAreThoseOf(table, state(table));
    }

    private static void merge(TestJob job) {
        List<StreamRecord> two = List.of(job.record(A0), job.record(A1));
        BlockRange range = new BlockRange(Forks.NETWORK, 0, 19, A1.hash(), A0.prevHash());
        StreamRecord merged = new StreamRecord(null, range, two.get(1).committedAt(), null);
        try (Unit unit = job.session().begin()) {
            unit.commit(new StateChange(two, List.of(merged), null));
        }
        job.recover();
    }
}
