package io.amp4j.parquetfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.ConfigKey;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this destination promises beside the contract: what lies in the folder, and who may read and write it how. */
class ParquetFilesLoaderTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(64, true))));
    private static final BlockRange A = new BlockRange("net", 0, 9, "0xa9", null);
    private static final BlockRange B = new BlockRange("net", 0, 9, "0xb9", null);

    @TempDir
    Path directory;

    /** No two rows are the same, so that no dictionary makes files small. */
    private final AtomicLong numbers = new AtomicLong();

    private Loader loader(String settings) {
        return Destinations.open("parquet:" + directory + settings, Map.of("force", "false"));
    }

    private List<String> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".parquet"))
                    .toList();
        }
    }

    private static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private StreamRecord commit(LoadSession session, List<StreamRecord> voided, BlockRange range) {
        try (Unit unit = session.begin()) {
            if (!voided.isEmpty()) {
                unit.delete(voided);
            }
            write(unit, range, 10);
            return unit.commit(new StateChange(voided, List.of(StreamRecord.of(range)), null))
                    .get(0);
        }
    }

    private void write(Unit unit, BlockRange range, int rows) {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator)) {
            for (int i = 0; i < rows; i++) {
                ((BigIntVector) root.getVector(0)).setSafe(i, numbers.incrementAndGet() * 0x9E3779B97F4A7C15L);
            }
            root.setRowCount(rows);
            unit.write(BatchId.of(range), range, root);
        }
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, "numbers"),
                "numbers",
                LoadMode.STREAM,
                SCHEMA,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    private static long ask(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < statements.length - 1; i++) {
                statement.execute(statements[i]);
            }
            try (ResultSet rows = statement.executeQuery(statements[statements.length - 1])) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    void at_rest_the_folder_holds_what_the_manifest_names_and_nothing_else() throws Exception {
        try (Loader loader = loader("");
                LoadSession session = loader.open(request())) {
            StreamRecord first = commit(session, List.of(), A);
            try (Unit unit = session.begin()) {
                write(unit, B, 10);
            }
            assertThat(dataFiles()).as("after a unit that was rolled back").hasSize(1);
            commit(session, List.of(first), B);
        }
        assertThat(dataFiles()).hasSize(1);
        assertThat(ask("SELECT count(*) FROM '" + directory + "/numbers/*.parquet' WHERE _amp_batch_id = '"
                        + BatchId.of(B) + "'"))
                .isEqualTo(10);
    }

    @Test
    void a_manifest_names_files_that_outlive_a_power_failure() throws Exception {
        List<Path> forced;
        try (Loader loader = Destinations.open("parquet:" + directory + "?file-size=1B", Map.of());
                LoadSession session = loader.open(request());
                Unit unit = session.begin()) {
            write(unit, A, 3);
            write(unit, A, 4);
            forced = ForcedPaths.during(
                    () -> unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(A)), null)));
        }
        Path folder = directory.resolve("numbers");
        assertThat(dataFiles()).hasSize(2);
        assertThat(forced).hasSize(5);
        assertThat(forced.subList(0, 3))
                .as("before the manifest")
                .containsAll(dataFiles().stream().map(folder::resolve).toList())
                .contains(folder);
        assertThat(forced).endsWith(folder);
    }

    @Test
    void who_reads_through_the_manifest_sees_commits_only() throws Exception {
        String folder = directory + "/numbers/";
        String variable = "SET VARIABLE files = (SELECT list('" + folder
                + "' || file.name) FROM (SELECT unnest(files) AS file FROM read_json('" + folder
                + "_amp_manifest.json')))";
        String count = "SELECT count(*) FROM read_parquet(getvariable('files'), union_by_name = true)";
        try (Loader loader = loader("?file-size=1B");
                LoadSession session = loader.open(request())) {
            StreamRecord first = commit(session, List.of(), A);
            try (Unit unit = session.begin()) {
                unit.delete(List.of(first));
                write(unit, B, 3);
                write(unit, B, 4);
                assertThat(ask(variable, count)).isEqualTo(10);
                assertThat(ask("SELECT count(*) FROM '" + folder + "*.parquet'"))
                        .isEqualTo(17);
                unit.commit(new StateChange(List.of(first), List.of(StreamRecord.of(B)), null));
            }
            assertThat(ask(variable, count)).isEqualTo(7);
        }
    }

    @Test
    void files_are_rolled_by_size_and_row_groups_too() throws Exception {
        try (Loader loader = loader("?file-size=2MiB&row-group-size=256KiB&compression=none");
                LoadSession session = loader.open(request());
                Unit unit = session.begin()) {
            for (int i = 0; i < 50; i++) {
                write(unit, A, 10_000);
            }
            unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(A)), null));
        }
        assertThat(dataFiles()).hasSizeBetween(2, 4);
        String files = directory + "/numbers/*.parquet";
        assertThat(ask("SELECT count(*) FROM '" + files + "'")).isEqualTo(500_000);
        assertThat(ask("SELECT count(DISTINCT (file_name, row_group_id)) FROM parquet_metadata('" + files + "')"))
                .isGreaterThan(8);
    }

    @Test
    void units_of_one_session_are_committed_from_several_threads() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try (Loader loader = loader("");
                LoadSession session = loader.open(request())) {
            List<Future<StreamRecord>> commits = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                BlockRange range = new BlockRange("net", i * 10L, i * 10L + 9, "0x" + i, null);
                commits.add(workers.submit(() -> commit(session, List.of(), range)));
            }
            for (Future<StreamRecord> commit : commits) {
                assertThat(commit.get().committedAt()).isNull();
            }
            assertThat(session.recover().records()).hasSize(12);
        } finally {
            workers.shutdownNow();
        }
        assertThat(ask("SELECT count(*) FROM '" + directory + "/numbers/*.parquet'"))
                .isEqualTo(120);
    }

    @Test
    void opening_deletes_what_a_dead_job_of_the_same_stream_left_and_no_other_files() throws IOException {
        try (Loader loader = loader("")) {
            try (LoadSession session = loader.open(request())) {
                commit(session, List.of(), A);
            }
            Path folder = directory.resolve("numbers");
            Path left = folder.resolve(TableFolder.prefix("numbers") + "left-0.parquet");
            Path others = folder.resolve(TableFolder.prefix("another stream") + "x-0.parquet");
            Path users = folder.resolve("mine.parquet");
            for (Path file : List.of(left, others, users)) {
                Files.writeString(file, "PAR1");
            }
            loader.open(request()).close();
            assertThat(left).doesNotExist();
            assertThat(others).exists();
            assertThat(users).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"version\": 2}", "{\"version\": 1, \"streams\": [], \"files\": []}", "[]"})
    void a_manifest_that_cannot_be_read_is_refused(String content) throws IOException {
        Path manifest = directory.resolve("numbers").resolve(TableFolder.MANIFEST);
        Files.createDirectories(manifest.getParent());
        Files.writeString(manifest, content);
        try (Loader loader = loader("")) {
            assertThat(failure(() -> loader.open(request())).code()).isEqualTo(LoadError.STATE_UNREADABLE);
        }
        assertThat(manifest).hasContent(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?compression-level=23", "?file-size=0", "?compression=gzip"})
    void settings_that_make_no_sense_are_refused(String settings) {
        assertThat(failure(() -> loader(settings)).code()).isEqualTo(LoadError.CONFIG_INVALID);
    }

    @Test
    void names_become_folders_that_are_no_others() {
        assertThat(FolderNames.of(new TableName(null, "logs"))).isEqualTo("logs");
        assertThat(FolderNames.of(new TableName("eth", "logs"))).isEqualTo("eth.logs");
        assertThat(FolderNames.of(new TableName(null, "eth.logs"))).isEqualTo("eth%2Elogs");
        assertThat(FolderNames.of(new TableName(null, ".."))).isEqualTo("%2E%2E");
        assertThat(FolderNames.of(new TableName(null, "a/b%\u00e9"))).isEqualTo("a%2Fb%25%C3%A9");
    }

    @Test
    void the_documentation_has_a_line_for_each_setting() throws IOException {
        String page = Files.readString(Path.of("../../docs/loaders/parquet.md"));
        for (ConfigKey<?> key : new ParquetFilesProvider().keys()) {
            assertThat(page)
                    .contains("| `" + key.name() + "` | " + key.values() + " |")
                    .contains(key.description());
        }
    }
}
