package io.amp4j.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
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

/** What is LMDB's own: keys, the map that grows, turns to write, settings and refusals. */
class LmdbLoaderTest {
    @TempDir
    Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void count_memory() {
        allocator.close();
    }

    private Path environment() {
        return directory.resolve("chain");
    }

    private Loader loader(String settings) {
        return Destinations.open("lmdb:" + environment() + settings, Map.of("sync", "risks-database"));
    }

    private static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    private long rows(String table) {
        try (LmdbReader reader = LmdbReader.open(environment(), allocator)) {
            return Scans.rows(reader, table).size();
        }
    }

    @Test
    void two_rows_of_one_batch_with_the_same_key_are_refused() {
        try (Loader loader = loader("?key=number")) {
            Pairs twice = new Pairs(List.of(1L, 2L, 1L), List.of("a", "b", "c"));
            AmpException failure = failure(() -> twice.load(loader, allocator, Pairs.request("pairs"), "one"));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure).hasMessageContaining("'number'").hasMessageContaining("same batch");
        }
        assertThat(rows("pairs")).isZero();
    }

    @Test
    void a_key_that_an_earlier_batch_has_is_refused() {
        try (Loader loader = loader("?key=number")) {
            Pairs.of(5, "first").load(loader, allocator, Pairs.request("pairs"), "one");
            Pairs later = new Pairs(List.of(6L, 5L), List.of("b", "c"));
            AmpException failure = failure(() -> later.load(loader, allocator, Pairs.request("pairs"), "two"));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure)
                    .hasMessageContaining(BatchId.ofLoad("one").value())
                    .hasMessageContaining(BatchId.ofLoad("two").value());
        }
        assertThat(rows("pairs")).isEqualTo(1);
    }

    @Test
    void a_null_in_a_key_is_refused() {
        try (Loader loader = loader("?key=number,text")) {
            Pairs pairs = new Pairs(Collections.singletonList(null), List.of("a"));
            AmpException failure = failure(() -> pairs.load(loader, allocator, Pairs.request("pairs"), "one"));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure).hasMessageContaining("'number'");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512})
    void a_key_that_lmdb_cannot_have_is_refused(int length) {
        try (Loader loader = loader("?key=text")) {
            Pairs pairs = Pairs.of(1, "x".repeat(length));
            AmpException failure = failure(() -> pairs.load(loader, allocator, Pairs.request("pairs"), "one"));
            assertThat(failure.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(failure).hasMessageContaining("511");
        }
    }

    @Test
    void a_key_of_a_column_that_is_missing_names_those_that_are_there() {
        try (Loader loader = loader("?key={numbers}")) {
            AmpException failure = failure(() -> loader.open(Pairs.request("pairs")));
            assertThat(failure.code()).isEqualTo(LoadError.CONFIG_INVALID);
            assertThat(failure).hasMessageContaining("'numbers'").hasMessageContaining("number, text");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{a", "a}", "{}", "a,,b", "{{a}}", "{a}}"})
    void a_key_that_cannot_be_read_is_refused(String key) {
        assertThat(failure(() -> loader("?key=" + key)).code()).isEqualTo(LoadError.CONFIG_INVALID);
    }

    @Test
    void a_table_keeps_its_key() {
        try (Loader loader = loader("?key=number")) {
            Pairs.of(5, "a").load(loader, allocator, Pairs.request("pairs"), "one");
        }
        try (Loader loader = loader("")) {
            assertThat(failure(() -> Pairs.of(5, "a").load(loader, allocator, Pairs.request("pairs"), "two"))
                            .code())
                    .isEqualTo(LoadError.VALUE_REFUSED);
        }
        try (Loader loader = loader("?key=text")) {
            AmpException failure = failure(() -> loader.open(Pairs.request("pairs")));
            assertThat(failure.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
            assertThat(failure).hasMessageContaining("'number'").hasMessageContaining("'text'");
        }
    }

    @Test
    void an_upsert_by_another_key_is_refused() {
        try (Loader loader = loader("?key=number")) {
            var request = Pairs.request("pairs", LoadMode.UPSERT, Pairs.SCHEMA, TablePolicy.CREATE_IF_MISSING, "text");
            assertThat(failure(() -> loader.open(request)).code()).isEqualTo(LoadError.UNSUPPORTED);
        }
    }

    @Test
    void a_row_that_an_upsert_replaced_is_not_deleted_with_its_old_batch() {
        try (Loader loader = loader("?key=number")) {
            Pairs.of(1, "old").load(loader, allocator, Pairs.request("pairs"), "one");
            var upsert = Pairs.request("pairs", LoadMode.UPSERT, Pairs.SCHEMA, TablePolicy.CREATE_IF_MISSING, "number");
            Pairs.of(1, "new").load(loader, allocator, upsert, "two");
            try (LoadSession session = loader.open(Pairs.request("pairs"));
                    LmdbUnit unit = (LmdbUnit) session.begin()) {
                assertThat(unit.deleteLoad(BatchId.ofLoad("one"))).isZero();
                assertThat(unit.deleteLoad(BatchId.ofLoad("two"))).isEqualTo(1);
            }
        }
        assertThat(rows("pairs")).isEqualTo(1);
    }

    @Test
    void the_map_grows_until_a_unit_fits() {
        Pairs many =
                new Pairs(LongStream.range(0, 40_000).boxed().toList(), Collections.nCopies(40_000, "x".repeat(100)));
        int attempts = 0;
        try (Loader loader = loader("?key=number&map-size=1MiB");
                LoadSession session = loader.open(Pairs.request("pairs"))) {
            boolean committed = false;
            while (!committed) {
                attempts++;
                committed = attempt(session, many);
            }
        }
        assertThat(attempts).isGreaterThan(1);
        assertThat(rows("pairs")).isEqualTo(40_000);
    }

    /** As the engine does it. */
    private boolean attempt(LoadSession session, Pairs pairs) {
        try (Unit unit = session.begin();
                VectorSchemaRoot rows = pairs.batch(allocator)) {
            unit.write(BatchId.ofLoad("one"), null, rows);
            unit.commit(new StateChange(List.of(), List.of(), null));
            return true;
        } catch (AmpException e) {
            assertThat(e.code()).isEqualTo(LoadError.DESTINATION_EXHAUSTED);
            assertThat(e.retryable()).isTrue();
        }
        session.recover();
        return false;
    }

    @Test
    void a_stream_waits_for_its_turn_and_then_tries_again() {
        try (Loader loader = loader("?lock-timeout=20ms");
                LoadSession one = loader.open(Pairs.request("one"));
                LoadSession two = loader.open(Pairs.request("two"))) {
            try (Unit unit = one.begin()) {
                AmpException failure = failure(two::begin);
                assertThat(failure.code()).isEqualTo(LoadError.DESTINATION_UNAVAILABLE);
                assertThat(unit).isNotNull();
            }
            try (Unit unit = two.begin()) {
                assertThat(unit).isNotNull();
            }
        }
    }

    @Test
    void reading_the_state_of_a_missing_environment_creates_nothing() {
        try (Loader loader = loader("")) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
        assertThat(environment()).doesNotExist();
    }

    @Test
    void a_file_that_is_no_environment_is_refused_for_good() throws IOException {
        Files.createDirectory(environment());
        Files.writeString(environment().resolve("data.mdb"), "no database, but longer than a word".repeat(1_000));
        try (Loader loader = loader("")) {
            AmpException failure = failure(() -> loader.open(Pairs.request("pairs")));
            assertThat(failure.code()).isEqualTo(LoadError.DESTINATION_FAILED);
            assertThat(failure).hasMessageContaining(environment().toString());
        }
    }

    @Test
    void a_directory_that_is_a_file_is_refused_for_good() throws IOException {
        Files.writeString(environment(), "a file");
        try (Loader loader = loader("")) {
            assertThat(failure(() -> loader.open(Pairs.request("pairs"))).code())
                    .isEqualTo(LoadError.DESTINATION_FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amp:streams", "nul\0"})
    void names_that_cannot_be_a_tables_are_refused(String name) {
        try (Loader loader = loader("")) {
            assertThat(failure(() -> loader.open(Pairs.request(name))).code()).isEqualTo(LoadError.UNSUPPORTED);
        }
    }

    @Test
    void types_without_a_home_are_refused_by_name() {
        Field union =
                new Field("either", FieldType.nullable(new ArrowType.Union(UnionMode.Sparse, new int[0])), List.of());
        try (Loader loader = loader("")) {
            var request =
                    Pairs.request("unions", LoadMode.APPEND, new Schema(List.of(union)), TablePolicy.CREATE_IF_MISSING);
            AmpException failure = failure(() -> loader.open(request));
            assertThat(failure.code()).isEqualTo(LoadError.UNSUPPORTED);
            assertThat(failure).hasMessageContaining("'either'");
        }
    }

    @Test
    void a_looser_sync_mode_in_the_same_process_is_refused_to_a_stricter_load() {
        try (Loader loose = loader("");
                Loader strict = Destinations.open("lmdb:" + environment(), Map.of())) {
            loose.open(Pairs.request("loose")).close();
            assertThat(failure(() -> strict.open(Pairs.request("strict"))).code())
                    .isEqualTo(LoadError.CONFIG_INVALID);
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
                        "lmdb:" + environment() + "?key=number")
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
        assertThat(rows("pairs")).isEqualTo(1_000);
    }

    @Test
    void the_documentation_has_a_line_for_each_setting() throws IOException {
        String page = Files.readString(Path.of("../../docs/loaders/lmdb.md"));
        for (ConfigKey<?> key : new LmdbProvider().keys()) {
            assertThat(page)
                    .contains("| `" + key.name() + "` | " + key.values() + " |")
                    .contains(key.description());
        }
    }
}
