package io.amp4j.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is DuckDB's own: where the database is, its settings and errors, what it would round. */
class DuckDbLoaderTest {
    private static final BlockRange RANGE = new BlockRange("net", 0, 9, "0xaa", null);

    @TempDir
    Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void count_memory() {
        allocator.close();
    }

    private Loader loader(String settings) {
        return Destinations.open("duckdb:" + file() + settings, Map.of());
    }

    private Path file() {
        return directory.resolve("test.duckdb");
    }

    private void load(Loader loader, LoadRequest request) {
        try (LoadSession session = loader.open(request);
                Unit unit = session.begin();
                VectorSchemaRoot rows = Numbers.batch(allocator, 10)) {
            commit(unit, rows);
        }
    }

    private static void commit(Unit unit, VectorSchemaRoot rows) {
        BatchId id = BatchId.ofLoad("one");
        unit.write(id, null, rows);
        unit.commit(new StateChange(List.of(), List.of(), new LoadRecord("one", id, 10, Instant.now())));
    }

    private static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ask(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void a_named_database_in_memory_is_shared_within_the_process() throws SQLException {
        try (Connection kept = DriverManager.getConnection("jdbc:duckdb::memory:shared");
                Loader loader = Destinations.open("duckdb::memory:shared", Map.of())) {
            load(loader, Numbers.request("numbers", LoadMode.APPEND));
            assertThat(kept.isClosed()).isFalse();
            assertThat(ask(":memory:shared", "SELECT count(*) FROM numbers")).isEqualTo("10");
        }
    }

    @Test
    void an_unnamed_database_in_memory_lasts_as_long_as_its_loader() {
        try (Loader loader = Destinations.open("duckdb:", Map.of())) {
            load(loader, Numbers.request("numbers", LoadMode.APPEND));
            assertThat(loader.states(Optional.empty())).hasSize(1);
        }
        try (Loader loader = Destinations.open("duckdb:", Map.of())) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void reading_the_state_of_a_missing_file_creates_nothing() {
        try (Loader loader = loader("")) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void a_location_is_a_file_whatever_it_looks_like() {
        assertThat(DuckDbLocation.parse("md:cloud").url())
                .isEqualTo("jdbc:duckdb:" + Path.of("md:cloud").toAbsolutePath());
        assertThat(failure(() -> DuckDbLocation.parse("a;threads=1")).code()).isEqualTo(LoadError.CONFIG_INVALID);
    }

    @Test
    void settings_reach_the_database() throws SQLException {
        try (Loader loader = loader("?memory-limit=512MiB&threads=1");
                LoadSession session = loader.open(Numbers.request("numbers", LoadMode.APPEND))) {
            assertThat(session.opened().loads()).isEmpty();
            assertThat(ask(file().toString(), "SELECT current_setting('memory_limit')"))
                    .isEqualTo("512.0 MiB");
            assertThat(ask(file().toString(), "SELECT current_setting('threads')"))
                    .isEqualTo("1");
        }
    }

    @Test
    void a_file_of_its_own_gets_a_gibibyte_and_a_shared_one_keeps_its_limit() throws SQLException {
        try (Loader loader = loader("");
                LoadSession session = loader.open(Numbers.request("numbers", LoadMode.APPEND))) {
            assertThat(session.opened().loads()).isEmpty();
            assertThat(ask(file().toString(), "SELECT current_setting('memory_limit')"))
                    .isEqualTo("1.0 GiB");
            execute("SET memory_limit = '2GiB'");
            loader.states(Optional.empty());
            assertThat(ask(file().toString(), "SELECT current_setting('memory_limit')"))
                    .isEqualTo("2.0 GiB");
        }
    }

    @Test
    void an_unknown_setting_names_the_nearest() {
        AmpException failure = failure(() -> loader("?memory-limits=1GiB"));
        assertThat(failure.code()).isEqualTo(LoadError.CONFIG_INVALID);
        assertThat(failure).hasMessageContaining("'memory-limit'");
    }

    @Test
    void a_file_that_is_no_database_is_refused_for_good() throws IOException {
        Files.writeString(file(), "no database, though a little longer than one word");
        try (Loader loader = loader("")) {
            AmpException failure = failure(() -> loader.open(Numbers.request("numbers", LoadMode.APPEND)));
            assertThat(failure.code()).isEqualTo(LoadError.DESTINATION_FAILED);
            assertThat(failure).hasMessageContaining(file().toString());
        }
    }

    @Test
    void a_missing_directory_is_refused_for_good() {
        try (Loader loader = Destinations.open("duckdb:" + directory.resolve("none/x.duckdb"), Map.of())) {
            AmpException failure = failure(() -> loader.open(Numbers.request("numbers", LoadMode.APPEND)));
            assertThat(failure.code()).isEqualTo(LoadError.DESTINATION_FAILED);
            assertThat(failure).hasMessageContaining("there is no folder " + directory.resolve("none"));
        }
    }

    @Test
    void a_null_that_its_column_refuses_leaves_nothing_behind() throws SQLException {
        execute("CREATE TABLE numbers(number BIGINT NOT NULL, _amp_batch_id VARCHAR)");
        try (Loader loader = loader("")) {
            AmpException failure = failure(() -> load(loader, Numbers.request("numbers", LoadMode.APPEND)));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure.retryable()).isFalse();
            assertThat(loader.states(Optional.empty()).get(0).loads()).isEmpty();
        }
        assertThat(ask(file().toString(), "SELECT count(*) FROM numbers")).isEqualTo("0");
    }

    /** DuckDB does not wait for a row that another transaction deleted: a newcomer tries again for as long as an older job's unit is open. */
    @Test
    void rows_that_an_older_job_is_deleting_are_told_to_the_newcomer() {
        LoadRequest request = Numbers.request("numbers", LoadMode.OVERWRITE);
        try (Loader loader = loader("")) {
            load(loader, request);
            try (LoadSession older = loader.open(request);
                    Unit sleeping = older.begin()) {
                sleeping.deleteAll();
                try (LoadSession newcomer = loader.open(request);
                        Unit unit = newcomer.begin()) {
                    AmpException failure = failure(unit::deleteAll);
                    assertThat(failure.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
                    assertThat(failure).hasMessageContaining("end an older job of this table");
                }
            }
        }
    }

    @Test
    void a_column_that_must_be_filled_and_cannot_is_named() {
        execute("CREATE TABLE numbers(number BIGINT, owner VARCHAR NOT NULL, added TIMESTAMP NOT NULL DEFAULT now(),"
                + " _amp_batch_id VARCHAR)");
        try (Loader loader = loader("")) {
            AmpException failure = failure(() -> load(loader, Numbers.request("numbers", LoadMode.APPEND)));
            assertThat(failure.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(failure).hasMessageContaining("'owner'").hasMessageNotContaining("'added'");
        }
    }

    @Test
    void names_that_differ_by_case_are_one_column() {
        Schema schema = new Schema(List.of(Numbers.NUMBER, Field.nullable("Number", ArrowType.Utf8.INSTANCE)));
        try (Loader loader = loader("")) {
            AmpException failure = failure(() -> loader.open(Numbers.request("numbers", LoadMode.APPEND, schema)));
            assertThat(failure.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
        }
    }

    @Test
    void an_interval_finer_than_a_microsecond_is_refused() {
        Field field = Field.nullable("wait", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));
        assertRefused(field, vector -> ((IntervalMonthDayNanoVector) vector).setSafe(0, 0, 0, 1_001));
    }

    @Test
    void a_date_with_a_time_of_day_is_refused() {
        Field field = Field.nullable("day", new ArrowType.Date(DateUnit.MILLISECOND));
        assertRefused(field, vector -> ((DateMilliVector) vector).setSafe(0, 86_400_001));
    }

    private void assertRefused(Field field, Consumer<FieldVector> value) {
        Schema schema = new Schema(List.of(field));
        try (Loader loader = loader("");
                LoadSession session = loader.open(Numbers.request("rounded", LoadMode.APPEND, schema));
                Unit unit = session.begin();
                VectorSchemaRoot rows = VectorSchemaRoot.create(schema, allocator)) {
            rows.allocateNew();
            value.accept(rows.getVector(0));
            rows.setRowCount(1);
            AmpException failure = failure(() -> commit(unit, rows));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure).hasMessageContaining(field.getName());
        }
    }

    @Test
    void types_without_a_home_are_refused_by_name() {
        Field wide = Field.nullable("wide", new ArrowType.Decimal(76, 0, 256));
        for (Field field : List.of(
                Field.nullable("scaled", new ArrowType.Decimal(10, -2, 128)),
                new Field("listed", FieldType.nullable(ArrowType.List.INSTANCE), List.of(wide)),
                new Field("hollow", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of()),
                new Field("union", FieldType.nullable(new ArrowType.Union(UnionMode.Sparse, new int[0])), List.of()))) {
            try (Loader loader = loader("")) {
                LoadRequest request = Numbers.request("refused", LoadMode.APPEND, new Schema(List.of(field)));
                assertThat(failure(() -> loader.open(request)).code())
                        .as(field.getName())
                        .isEqualTo(LoadError.UNSUPPORTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE amp_stream_state SET last_hash = '0xbb'",
                "UPDATE amp_stream_state SET first_block = 20",
                "UPDATE amp_stream_state SET batch_id = 'not an id'",
                "UPDATE amp_stream_state SET network = 'another'",
                "INSERT INTO amp_stream_state SELECT * REPLACE (5 AS first_block, NULL AS batch_id) FROM amp_stream_state",
                "UPDATE amp_stream SET format = 2",
                "UPDATE amp_stream SET seq = 0",
                "DELETE FROM amp_stream"
            })
    void a_damaged_state_is_refused(String damage) {
        try (Loader loader = loader("")) {
            try (LoadSession session = loader.open(Numbers.request("numbers", LoadMode.STREAM));
                    Unit unit = session.begin();
                    VectorSchemaRoot rows = Numbers.batch(allocator, 10)) {
                unit.write(BatchId.of(RANGE), RANGE, rows);
                unit.commit(new StateChange(List.of(), List.of(StreamRecord.of(RANGE)), null));
            }
            execute(damage);
            AmpException failure = failure(() -> loader.open(Numbers.request("numbers", LoadMode.STREAM)));
            assertThat(failure.code()).isEqualTo(LoadError.STATE_UNREADABLE);
        }
    }

    @Test
    void a_table_that_was_dropped_with_its_rows_is_not_taken_for_loaded() throws SQLException {
        LoadRequest request = Numbers.request("numbers", LoadMode.STREAM);
        try (Loader loader = loader("")) {
            try (LoadSession session = loader.open(request);
                    Unit unit = session.begin()) {
                unit.commit(new StateChange(
                        List.of(), List.of(new StreamRecord(BatchId.of(RANGE), RANGE, Instant.now(), null)), null));
            }
            execute("DROP TABLE numbers");
            AmpException refusal = failure(() -> loader.open(request).close());
            assertThat(refusal.code()).isEqualTo(LoadError.TABLE_MISSING);
            assertThat(refusal).hasMessageContaining("--no-resume");
        }
    }

    @Test
    void a_stream_goes_on_into_its_own_table_or_into_what_it_was_renamed_to() throws SQLException {
        LoadRequest one = Numbers.request("one", LoadMode.APPEND);
        LoadRequest two = Numbers.request("two", LoadMode.APPEND, "one/loads");
        try (Loader loader = loader("")) {
            load(loader, one);
            AmpException refusal = failure(() -> loader.open(two).close());
            assertThat(refusal.code()).isEqualTo(LoadError.STATE_OF_ANOTHER_TABLE);
            execute("ALTER TABLE one RENAME TO two");
            try (LoadSession session = loader.open(two)) {
                assertThat(session.opened().load("one")).isPresent();
            }
        }
    }

    @Test
    void jobs_that_share_a_database_open_it_anew_once_it_has_failed_for_all() {
        try (Loader loader = loader("");
                LoadSession one = loader.open(Numbers.request("one", LoadMode.STREAM));
                LoadSession two = loader.open(Numbers.request("two", LoadMode.STREAM))) {
            assertThatThrownBy(() -> execute("SET GLOBAL debug_checkpoint_abort = 'before_header'; CHECKPOINT"))
                    .hasMessageContaining("FATAL");
            try (Unit unit = two.begin()) {
                AmpException refusal = failure(() -> unit.commit(new StateChange(List.of(), List.of(), null)));
                assertThat(refusal.retryable()).as(refusal.getMessage()).isTrue();
            }
            for (int i = 0; i < 2; i++) {
                assertThat(failure(one::recover).retryable()).isTrue();
            }
            assertThat(two.recover().records()).isEmpty();
            assertThat(one.recover().records()).isEmpty();
        }
    }

    @Test
    void a_load_whose_rows_went_with_their_table_is_loaded_again() throws SQLException {
        LoadRequest request = Numbers.request("numbers", LoadMode.APPEND);
        try (Loader loader = loader("")) {
            load(loader, request);
            execute("DROP TABLE numbers");
            load(loader, request);
        }
        assertThat(ask(file().toString(), "SELECT count(number) FROM numbers")).isEqualTo("9");
        assertThat(ask(file().toString(), "SELECT count(*) FROM amp_stream_load"))
                .isEqualTo("1");
    }

    @Test
    void the_copy_for_readers_is_there_while_a_session_is_open() throws IOException {
        try (Loader loader = loader("")) {
            try (LoadSession session = loader.open(Numbers.request("numbers", LoadMode.APPEND));
                    Unit unit = session.begin();
                    VectorSchemaRoot rows = Numbers.batch(allocator, 10)) {
                commit(unit, rows);
                List<StreamState> copied = StatusCopy.read(file());
                assertThat(copied).isEqualTo(loader.states(Optional.empty()));
                assertThat(copied.get(0).load("one")).isPresent();
            }
            try (var files = Files.list(directory)) {
                assertThat(files).containsExactly(file());
            }
        }
    }

    @Test
    void a_program_needs_no_jvm_flag() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlagFreeMain.class.getName(),
                        "duckdb:" + file())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("output")))
                .isZero();
        assertThat(ask(file().toString(), "SELECT count(number) FROM numbers")).isEqualTo("900");
    }

    @Test
    void the_documentation_has_a_line_for_each_setting() throws IOException {
        String page = Files.readString(Path.of("../../docs/loaders/duckdb.md"));
        for (ConfigKey<?> key : new DuckDbProvider().keys()) {
            assertThat(page)
                    .contains("| `" + key.name() + "` | " + key.values() + " |")
                    .contains(key.description());
        }
    }
}
