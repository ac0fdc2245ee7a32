package io.amp4j.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engines that compact, expire and set back a table beside a stream. */
class OtherWritersTest extends IcebergTest {
    @Test
    void a_reorg_drops_whole_files_and_reads_none() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            Blocks.commit(session, allocator, List.of(), A2);
            Blocks.commit(session, allocator, List.of(A2), B2);
        }
        Snapshot reorg = store.load("blocks").currentSnapshot();
        assertThat(reorg.operation()).isEqualTo("overwrite");
        assertThat(reorg.summary())
                .containsEntry("added-data-files", "1")
                .containsEntry("deleted-data-files", "1")
                .doesNotContainKey("added-delete-files");
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
    }

    @Test
    void a_later_job_finds_the_files_of_an_earlier_one() {
        try (Loader loader = loader()) {
            try (LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(), A0, A1, A2);
            }
            try (LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(A1, A2), A1, B2);
            }
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
        assertThat(store.load("blocks").currentSnapshot().summary())
                .containsEntry("deleted-data-files", "2")
                .containsEntry("total-delete-files", "0");
    }

    @Test
    void rows_in_a_compacted_file_are_marked_as_deleted_and_it_stays() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            Blocks.commit(session, allocator, List.of(), A2);
            OtherWriter.compact(store.load("blocks"));
            // The session still remembers files that are gone.
            Blocks.commit(session, allocator, List.of(A2), B2);
            assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
            Blocks.commit(session, allocator, List.of(B2), A2);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, A2));
        assertThat(store.load("blocks").currentSnapshot().summary())
                .containsEntry("total-equality-deletes", "1")
                .containsEntry("total-data-files", "2");
    }

    @Test
    void a_reorg_of_whole_files_leaves_a_compacted_one_alone() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            OtherWriter.compact(store.load("blocks"));
            Blocks.commit(session, allocator, List.of(), A2);
            session.recover();
            Blocks.commit(session, allocator, List.of(A2), B2);
        }
        assertThat(store.load("blocks").currentSnapshot().summary()).containsEntry("total-delete-files", "0");
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
    }

    @Test
    void a_state_is_found_behind_the_snapshots_of_others() {
        StreamState before;
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            OtherWriter.compact(store.load("blocks"));
            before = session.recover();
            assertThat(before.records()).hasSize(2);
        }
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            assertThat(session.opened().records()).isEqualTo(before.records());
        }
    }

    @Test
    void a_table_that_is_set_back_goes_on_from_there() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
            long kept = store.load("blocks").currentSnapshot().snapshotId();
            Blocks.commit(session, allocator, List.of(), A1);
            store.load("blocks").manageSnapshots().rollbackTo(kept).commit();

            assertThat(failure(() -> Blocks.commit(session, allocator, List.of(), A2))
                            .retryable())
                    .isTrue();
            assertThat(session.recover().records())
                    .extracting(StreamRecord::range)
                    .containsExactly(A0);
            Blocks.commit(session, allocator, List.of(), A1);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1));
    }

    @Test
    void a_table_that_is_set_back_behind_a_jobs_beginning_stops_it() {
        try (Loader loader = loader()) {
            try (LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(), A0);
            }
            long kept = store.load("blocks").currentSnapshot().snapshotId();
            try (LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(), A1);
                store.load("blocks").manageSnapshots().rollbackTo(kept).commit();
                AmpException stopped = failure(() -> Blocks.commit(session, allocator, List.of(), A2));
                assertThat(stopped.code()).isEqualTo(LoadError.FENCED);
                assertThat(stopped).hasMessageContaining("set back");
            }
            try (LoadSession session = loader.open(Blocks.request("blocks"))) {
                Blocks.commit(session, allocator, List.of(), A1);
            }
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void columns_and_partitions_may_change_under_a_stream(int format) {
        try (Loader loader = loader("format-version=" + format);
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1);
            OtherWriter.compact(store.load("blocks"));
            Table table = store.load("blocks");
            table.updateSchema()
                    .addColumn("note", Types.StringType.get())
                    .renameColumn("time", "at")
                    .commit();
            table.updateSchema().renameColumn("at", "time").commit();
            table.updateSpec().addField(Expressions.bucket("hash", 2)).commit();
            Blocks.commit(session, allocator, List.of(), A2);
            Blocks.commit(session, allocator, List.of(A1, A2), B1);
            assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, B1));
            Blocks.commit(session, allocator, List.of(B1), A1);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1));
        assertThat(OtherWriter.files(store.load("blocks")))
                .extracting(DataFile::specId)
                .contains(0, 1);
    }

    @Test
    void a_column_that_is_taken_out_ends_the_load() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0);
            store.load("blocks").updateSchema().deleteColumn("hash").commit();
            AmpException refusal = failure(session::begin);
            assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(refusal).hasMessageContaining("'hash'");
        }
    }

    @Test
    void the_rows_of_merged_records_cannot_be_told_in_a_compacted_file() {
        try (Loader loader = loader();
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1, A2);
            OtherWriter.compact(store.load("blocks"));
            BlockRange both = new BlockRange("testnet", 0, 19, A1.hash(), A0.prevHash());
            StreamRecord merged = new StreamRecord(null, both, Blocks.record(A1).committedAt(), null);
            try (Unit unit = session.begin()) {
                unit.commit(new StateChange(List.of(Blocks.record(A0), Blocks.record(A1)), List.of(merged), null));
            }
            assertThat(failure(() -> deleteUnnamed(session, merged)).code()).isEqualTo(LoadError.UNSUPPORTED);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, A2));
    }

    private static void deleteUnnamed(LoadSession session, StreamRecord merged) {
        try (Unit unit = session.begin()) {
            unit.deleteUnnamed(List.of(merged));
            unit.commit(new StateChange(List.of(merged), List.of(), null));
        }
    }

    @Test
    void a_commit_of_a_unit_can_share_one_file_among_microbatches() throws Exception {
        try (Loader loader = loader("file-per=commit");
                LoadSession session = loader.open(Blocks.request("blocks"))) {
            Blocks.commit(session, allocator, List.of(), A0, A1, A2);
            Blocks.commit(session, allocator, List.of(A2), B2);
        }
        Table table = store.load("blocks");
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            assertThat(files).hasSize(2);
        }
        assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, B2));
    }

    @Test
    void streams_of_one_table_commit_in_turns() {
        try (Loader loader = loader();
                LoadSession first = loader.open(Blocks.request("blocks"));
                LoadSession second = loader.open(Blocks.request("blocks", "another"))) {
            BlockRange theirs = Blocks.range("c", 100, 101);
            Blocks.commit(first, allocator, List.of(), A0);
            Blocks.commit(second, allocator, List.of(), theirs);
            Blocks.commit(first, allocator, List.of(), A1);
            assertThat(failure(() -> Blocks.commit(second, allocator, List.of(), A1))
                            .code())
                    .isEqualTo(LoadError.UNSUPPORTED);
            assertThat(loader.states(Optional.empty())).hasSize(2);
            assertThat(rowsById("blocks")).isEqualTo(rowsOf(A0, A1, theirs));
            assertThat(BatchId.of(theirs)).isNotEqualTo(BatchId.of(A1));
        }
    }
}
