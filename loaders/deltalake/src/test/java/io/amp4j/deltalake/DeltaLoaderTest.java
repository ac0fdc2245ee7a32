package io.amp4j.deltalake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import io.amp4j.storage.testkit.ForcedPaths;
import io.delta.kernel.Operation;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.LongType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is Delta's own: files and their removal, partitions, other writers, checkpoints. */
class DeltaLoaderTest {
    private static final Field BLOCK = Field.nullable("block_num", new ArrowType.Int(64, true));
    private static final Field KIND = Field.nullable("kind", ArrowType.Utf8.INSTANCE);
    private static final Schema SCHEMA = new Schema(List.of(BLOCK, KIND));

    @TempDir
    Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void count_memory() {
        allocator.close();
    }

    private Loader loader(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("force", "false");
        return Destinations.open("delta:" + directory, all);
    }

    private DeltaReader reader() {
        return new DeltaReader(directory.toString(), Map.of());
    }

    private static LoadRequest request(LoadMode mode, ResumePolicy resume) {
        return new LoadRequest(
                new TableName(null, "blocks"),
                "blocks",
                mode,
                SCHEMA,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                resume);
    }

    private static LoadSession open(Loader loader) {
        return loader.open(request(LoadMode.STREAM, ResumePolicy.RESUME));
    }

    private static BlockRange range(String fork, long start, long end) {
        return new BlockRange("net", start, end, "0x" + fork + end, start == 0 ? null : "0xa" + (start - 1));
    }

    private void write(Unit unit, BlockRange range) {
        try (VectorSchemaRoot rows = VectorSchemaRoot.create(SCHEMA, allocator)) {
            rows.allocateNew();
            int count = (int) (range.end() - range.start() + 1);
            for (int i = 0; i < count; i++) {
                long block = range.start() + i;
                ((BigIntVector) rows.getVector(0)).setSafe(i, block);
                ((VarCharVector) rows.getVector(1)).setSafe(i, (block % 2 == 0 ? "even" : "o/d d").getBytes(UTF_8));
            }
            rows.setRowCount(count);
            unit.write(BatchId.of(range), range, rows);
        }
    }

    private void commit(LoadSession session, List<BlockRange> voided, BlockRange... ranges) {
        List<StreamRecord> removed = voided.stream().map(StreamRecord::of).toList();
        try (Unit unit = session.begin()) {
            if (!voided.isEmpty()) {
                unit.delete(removed);
            }
            Stream.of(ranges).forEach(range -> write(unit, range));
            unit.commit(new StateChange(
                    removed, Stream.of(ranges).map(StreamRecord::of).toList(), null));
        }
    }

    private List<Long> blocks() {
        try (DeltaReader reader = reader()) {
            return reader.rows("blocks", List.of(BLOCK)).stream()
                    .map(row -> ((Number) row.get("block_num")).longValue())
                    .sorted()
                    .toList();
        }
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    private List<String> files() {
        try (DeltaReader reader = reader()) {
            return reader.table("blocks").files().stream().map(AddFile::getPath).toList();
        }
    }

    private String log(long version) throws IOException {
        return Files.readString(directory.resolve("blocks/_delta_log/%020d.json".formatted(version)));
    }

    private static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void a_commit_carries_rows_state_and_seq() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 9));
        }

        assertThat(log(0)).contains("\"metaData\"").contains("amp4j.blocks");
        assertThat(log(1))
                .contains("\"txn\":{\"appId\":\"amp4j.blocks\",\"version\":1")
                .contains("\"domain\":\"amp4j.blocks\"")
                .contains("\"domain\":\"amp4j.blocks#0\"")
                .contains("\"amp4j.batches\":\"" + BatchId.of(range("a", 0, 9)) + "\"")
                .contains("\\\"minValues\\\":{\\\"block_num\\\":0");
        assertThat(blocks()).isEqualTo(upTo(9));
    }

    @Test
    void a_commit_names_files_that_outlive_a_power_failure() {
        List<Path> forced;
        try (Loader loader = Destinations.open("delta:" + directory, Map.of("mixed-file-bytes", "1B"));
                LoadSession session = open(loader)) {
            forced = ForcedPaths.during(() -> commit(session, List.of(), range("a", 0, 9), range("a", 10, 19)));
        }

        Path table = directory.resolve("blocks");
        List<Path> data = files().stream().map(table::resolve).toList();
        assertThat(data).hasSize(2);
        assertThat(forced).hasSize(5);
        assertThat(forced.subList(0, 3))
                .as("before the commit")
                .containsAll(data)
                .contains(table);
        assertThat(forced).endsWith(table.resolve("_delta_log"));
    }

    @Test
    void a_reorg_takes_whole_files_out_in_one_commit() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            List<String> before = files();
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 10));

            assertThat(files()).hasSize(2).containsAnyElementsOf(before);
        }
        assertThat(log(3).lines().filter(line -> line.startsWith("{\"remove\"")))
                .hasSize(1);
        assertThat(log(3).lines().filter(line -> line.startsWith("{\"add\""))).hasSize(1);
        assertThat(blocks()).isEqualTo(upTo(10));
    }

    @Test
    void of_a_file_with_surviving_rows_those_are_written_anew() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9), range("a", 10, 14));
            assertThat(files()).hasSize(1);
            commit(session, List.of(range("a", 10, 14)), range("b", 10, 11));
            assertThat(blocks()).isEqualTo(upTo(11));

            commit(session, List.of(range("a", 5, 9), range("b", 10, 11)), range("c", 5, 6));
            assertThat(blocks()).isEqualTo(upTo(6));
        }
    }

    @Test
    void a_later_session_finds_the_files_of_an_earlier_one() {
        try (Loader loader = loader(Map.of("table-properties", "delta.checkpointInterval=2"));
                LoadSession session = open(loader)) {
            for (int i = 0; i < 7; i++) {
                commit(session, List.of(), range("a", i * 10L, i * 10L + 9));
            }
        }
        assertThat(directory.resolve("blocks/_delta_log/_last_checkpoint")).exists();
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            assertThat(session.opened().records()).hasSize(7);
            commit(session, List.of(range("a", 60, 69)), range("b", 60, 61));
        }
        assertThat(blocks()).isEqualTo(upTo(61));
    }

    @Test
    void rows_are_split_by_partition_and_a_reorg_too() {
        Map<String, String> settings = Map.of("partition-by", "KIND");
        try (Loader loader = loader(settings);
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
            assertThat(files()).hasSize(2).anyMatch(file -> file.startsWith("kind=even/"));
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
        try (DeltaReader reader = reader()) {
            assertThat(reader.rows("blocks", List.of(BLOCK, KIND)))
                    .allSatisfy(row -> assertThat(row.get("kind"))
                            .isEqualTo(((Number) row.get("block_num")).longValue() % 2 == 0 ? "even" : "o/d d"));
        }
    }

    @Test
    void a_table_that_is_partitioned_otherwise_is_refused() {
        try (Loader loader = loader(Map.of("partition-by", "kind"))) {
            open(loader).close();
        }
        try (Loader loader = loader(Map.of("partition-by", "block_num"))) {
            AmpException refusal = failure(() -> open(loader));
            assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(refusal).hasMessageContaining("partitioned by [kind]");
        }
    }

    @Test
    void table_properties_are_those_asked_for() {
        try (Loader loader = loader(Map.of("table-properties", "delta.logRetentionDuration=interval 2 days, own=x"))) {
            open(loader).close();
        }
        try (DeltaReader reader = reader()) {
            assertThat(reader.table("blocks").properties())
                    .containsEntry("delta.logRetentionDuration", "interval 2 days")
                    .containsEntry("own", "x")
                    .containsEntry("delta.checkpointInterval", "100");
        }
    }

    /** Another engine's append: a file without amp4j's tags. */
    private void foreignAppend(DeltaReader reader, String from) {
        DeltaTable table = reader.table("blocks");
        AddFile file = table.files().stream()
                .filter(each -> each.getPath().equals(from))
                .findFirst()
                .orElseThrow();
        String copy = "copy-" + System.nanoTime() + ".parquet";
        reader.storage().put("blocks/" + copy, reader.storage().read("blocks/" + from));
        table.commit(Map.of(), Optional.empty(), List.of(untagged(file, copy)), Operation.WRITE);
    }

    private static Row untagged(AddFile file, String path) {
        return SingleAction.createAddFileSingleAction(AddFile.createAddFileRow(
                null,
                path,
                VectorUtils.stringStringMapValue(Map.of()),
                file.getSize(),
                file.getModificationTime(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void another_writers_append_between_lets_the_commit_pass() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 1));
            try (Unit unit = session.begin()) {
                write(unit, range("a", 2, 3));
                foreignAppend(reader, files().get(0));
                unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(range("a", 2, 3))), null));
            }
            assertThat(blocks()).containsExactly(0L, 0L, 1L, 1L, 2L, 3L);
            commit(session, List.of(), range("a", 4, 5));
            assertThat(blocks()).hasSize(8);
        }
    }

    @Test
    void another_writers_new_column_between_is_recovered_from() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 1));
            try (Unit unit = session.begin()) {
                write(unit, range("a", 2, 3));
                DeltaTable table = reader.table("blocks");
                table.withSchema(table.schema().add("added", LongType.LONG));
                AmpException failure = failure(() ->
                        unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(range("a", 2, 3))), null)));
                assertThat(failure.retryable()).isTrue();
            }
            assertThat(session.recover().records()).hasSize(1);
            commit(session, List.of(), range("a", 2, 3));
        }
        assertThat(blocks()).isEqualTo(upTo(3));
    }

    /** What OPTIMIZE does: the stream's files become one without tags, in a commit that changes no data. */
    private void compact(DeltaReader reader) {
        DeltaTable table = reader.table("blocks");
        List<Row> actions = new ArrayList<>();
        for (AddFile file : table.files()) {
            String copy = "compacted-" + actions.size() + ".parquet";
            reader.storage().put("blocks/" + copy, reader.storage().read("blocks/" + file.getPath()));
            actions.add(SingleAction.createRemoveFileSingleAction(
                    file.toRemoveFileRow(false, Optional.of(System.currentTimeMillis()))));
            actions.add(untagged(file, copy));
        }
        table.commit(Map.of(), Optional.empty(), actions, Operation.WRITE);
    }

    @Test
    void rows_that_another_engine_compacted_are_found_and_taken_out() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
            compact(reader);
            assertThat(session.recover().records()).hasSize(2);
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
    }

    @Test
    void a_compaction_that_wins_against_a_reorg_makes_it_choose_again() {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                DeltaReader reader = reader()) {
            commit(session, List.of(), range("a", 0, 4));
            commit(session, List.of(), range("a", 5, 9));
            List<StreamRecord> voided = List.of(StreamRecord.of(range("a", 5, 9)));
            try (Unit unit = session.begin()) {
                unit.delete(voided);
                write(unit, range("b", 5, 6));
                compact(reader);
                AmpException failure = failure(() ->
                        unit.commit(new StateChange(voided, List.of(StreamRecord.of(range("b", 5, 6))), null)));
                assertThat(failure.retryable()).isTrue();
            }
            session.recover();
            assertThat(blocks()).isEqualTo(upTo(9));
            commit(session, List.of(range("a", 5, 9)), range("b", 5, 6));
        }
        assertThat(blocks()).isEqualTo(upTo(6));
    }

    @Test
    void a_unit_that_is_rolled_back_leaves_no_file() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader);
                Unit unit = session.begin()) {
            write(unit, range("a", 0, 1));
        }
        try (Stream<Path> left = Files.list(directory.resolve("blocks"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactly("_delta_log");
        }
    }

    @Test
    void starting_over_takes_the_streams_rows_out_with_the_opening() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            commit(session, List.of(), range("a", 0, 4), range("a", 5, 9));
        }
        try (Loader loader = loader(Map.of());
                LoadSession session = loader.open(request(LoadMode.STREAM, ResumePolicy.START_OVER))) {
            assertThat(session.opened().records()).isEmpty();
            assertThat(blocks()).isEmpty();
            commit(session, List.of(), range("c", 0, 1));
        }
        assertThat(log(2)).contains("{\"remove\"").contains("amp4j.blocks");
        assertThat(blocks()).isEqualTo(upTo(1));
    }

    @Test
    void a_table_that_takes_no_rows_back_is_refused_for_a_stream() {
        try (Loader loader = loader(Map.of("table-properties", "delta.appendOnly=true"))) {
            loader.open(request(LoadMode.APPEND, ResumePolicy.RESUME)).close();
            AmpException refusal = failure(() -> open(loader));
            assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("delta.appendOnly");
        }
    }

    @Test
    void the_state_is_cut_so_that_a_commit_writes_what_it_changes() throws IOException {
        try (Loader loader = loader(Map.of());
                LoadSession session = open(loader)) {
            for (int i = 0; i < 3; i++) {
                commit(session, List.of(), range("a", i * 64L, i * 64L + 63));
            }
            assertThat(log(3)).contains("amp4j.blocks#2").doesNotContain("amp4j.blocks#1");
            commit(session, List.of(range("a", 64, 127), range("a", 128, 191)), range("b", 64, 65));
            assertThat(session.recover().records()).hasSize(2);
        }
    }
}
