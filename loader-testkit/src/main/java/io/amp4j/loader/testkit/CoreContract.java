package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.Load;
import io.amp4j.loader.LoadBuilder;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.Loads;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every loader does: it opens and closes, and batch loads append, replace, and happen once. */
public abstract class CoreContract extends LoaderContract {
    private static final BlockRange ROWS = Forks.range("a", 0, 9);
    private static final BlockRange OTHER_ROWS = Forks.range("b", 100, 104);

    /** Called by a loader's tests. */
    protected CoreContract() {}

    @Test
    void declares_exactly_the_features_that_its_tests_expect() {
        Set<LoaderFeature> expected = EnumSet.allOf(LoaderFeature.class);
        expected.removeAll(store().lacks());
        assertThat(loader().traits().features()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @TestFactory
    Stream<DynamicTest> what_it_does_not_declare_is_refused_before_anything_is_written() {
        Map<LoaderFeature, Function<LoadBuilder, Load>> uses = new EnumMap<>(LoaderFeature.class);
        uses.put(LoaderFeature.STREAM, LoadBuilder::stream);
        uses.put(LoaderFeature.OVERWRITE, LoadBuilder::overwrite);
        uses.put(LoaderFeature.UPSERT, load -> load.upsert("block_num"));
        uses.put(
                LoaderFeature.ADD_COLUMNS,
                load -> load.tablePolicy(TablePolicy.ADD_MISSING_COLUMNS).append());
        uses.keySet().retainAll(store().lacks());
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(use.getKey().name(), () -> isRefused(use.getValue())));
    }

    private void isRefused(Function<LoadBuilder, Load> use) {
        LoadBuilder load =
                Loads.from(new MicrobatchQuery(allocator(), ROWS)).to(loader()).table(store().table("not_declared"));
        Throwable refusal = catchThrowable(() -> {
            try (Load started = use.apply(load)) {
                started.result().join();
            }
        });
        assertThat(refusal)
                .cause()
                .isInstanceOfSatisfying(
                        AmpException.class, cause -> assertThat(cause.code()).isEqualTo(LoadError.UNSUPPORTED));
        assertThat(loader().states(Optional.empty())).isEmpty();
    }

    @Test
    void connects_and_disconnects_any_number_of_times() {
        for (int i = 0; i < 3; i++) {
            try (var again = newLoader()) {
                assertThat(again.states(Optional.empty())).isEmpty();
            }
        }
    }

    @Test
    void a_store_that_introduces_itself_has_a_version_and_is_as_it_was() {
        loader().greet().ifPresent(greeting -> assertThat(greeting.store()).matches("\\S.* v?\\d+\\.\\d+.*"));
        assertThat(loader().states(Optional.empty())).isEmpty();
    }

    @Test
    void a_session_that_wrote_nothing_leaves_an_empty_table() {
        TableName table = store().table("empty");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND));
                Unit unit = job.session().begin()) {
            assertThat(unit).isNotNull();
        }
        assertThat(rows(table)).isEmpty();
    }

    @Test
    void closing_twice_does_nothing() {
        TestJob job = job(loader(), request(store().table("twice"), LoadMode.APPEND));
        Unit unit = job.session().begin();
        unit.close();
        unit.close();
        job.close();
        job.close();
        loader().close();
        loader().close();
    }

    @Test
    void a_dropped_table_is_gone_with_its_states_and_begins_anew() {
        assumeTrue(has(LoaderFeature.DROP), "refused, as the next test says");
        TableName table = store().table("dropped");
        TableName other = store().table("kept");
        for (TableName each : List.of(table, other)) {
            try (TestJob job = job(loader(), request(each, LoadMode.APPEND))) {
                job.load("one", ROWS);
            }
        }
        loader().drop(table);

        assertThat(loader().states(Optional.empty()))
                .extracting(state -> state.header().table())
                .containsExactly(other);
        assertThat(rows(other))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), ROWS, BatchId.ofLoad("one")));
        LoadRequest again = request(table, LoadMode.APPEND);
        assertThat(failure(() -> loader().open(Requests.with(again, TablePolicy.USE_EXISTING)))
                        .code())
                .isEqualTo(LoadError.TABLE_MISSING);
        try (TestJob job = job(loader(), Requests.withQuery(again, "another"))) {
            assertThat(job.state().loads()).isEmpty();
            job.load("two", OTHER_ROWS);
        }
        assertThat(rows(table))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), OTHER_ROWS, BatchId.ofLoad("two")));
    }

    @Test
    void a_table_that_no_stream_fills_is_not_dropped() {
        LoadError expected = has(LoaderFeature.DROP) ? LoadError.STREAM_UNKNOWN : LoadError.UNSUPPORTED;
        assertThat(failure(() -> loader().drop(store().table("nobodys"))).code())
                .isEqualTo(expected);
    }

    @Test
    void ten_thousand_rows_in_batches_arrive_once() {
        TableName table = store().table("many");
        BlockRange range = Forks.range("a", 0, 3_333);
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND));
                Unit unit = job.session().begin()) {
            BatchId id = BatchId.ofLoad("many");
            BlockRows.forEachBatch(allocator(), range, 1_024, rows -> unit.write(id, null, rows));
            job.finishLoad(unit, "many", 10_002);
        }
        List<Map<String, @Nullable Object>> rows = rows(table);
        assertThat(rows).hasSize(10_002);
        assertThat(counted(rows)).isEqualTo(counted(BlockRows.expected(store(), range, BatchId.ofLoad("many"))));
    }

    /** How often each row is there: an assertion about elements in any order takes a time that grows with the square of their number. */
    private static Map<Map<String, @Nullable Object>, Long> counted(List<Map<String, @Nullable Object>> rows) {
        return rows.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void appends_to_what_is_there() {
        TableName table = store().table("appended");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND))) {
            job.load("one", ROWS);
            job.load("two", OTHER_ROWS);
        }
        assertThat(rows(table)).containsExactlyInAnyOrderElementsOf(both());
    }

    @Test
    void a_later_job_appends_and_sees_the_earlier_loads() {
        TableName table = store().table("appended_later");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND))) {
            job.load("one", ROWS);
        }
        try (TestJob job = job(newLoader(), request(table, LoadMode.APPEND))) {
            LoadRecord one = job.loaded("one").orElseThrow();
            assertThat(one.batchId()).isEqualTo(BatchId.ofLoad("one"));
            assertThat(one.rows()).isEqualTo(30);
            assertThat(job.loaded("two")).isEmpty();
            job.load("two", OTHER_ROWS);
        }
        assertThat(rows(table)).containsExactlyInAnyOrderElementsOf(both());
        assertThat(state(table).loads()).extracting(LoadRecord::loadId).containsExactly("one", "two");
    }

    @Test
    void a_load_that_is_not_committed_leaves_nothing() {
        TableName table = store().table("rolled_back");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND))) {
            job.load("one", ROWS);
            try (Unit unit = job.session().begin()) {
                job.writeLoad(unit, "two", OTHER_ROWS);
            }
            assertThat(job.recover().loads()).hasSize(1);
        }
        assertThat(rows(table))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), ROWS, BatchId.ofLoad("one")));
    }

    @Test
    void an_empty_load_is_remembered() {
        TableName table = store().table("nothing");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND));
                Unit unit = job.session().begin()) {
            job.finishLoad(unit, "none", 0);
        }
        assertThat(state(table).load("none")).isPresent();
        assertThat(rows(table)).isEmpty();
    }

    @Test
    void overwrites_in_its_own_commit() {
        assumeTrue(has(LoaderFeature.OVERWRITE), "the engine refuses what is not declared");
        TableName table = store().table("overwritten");
        try (TestJob job = job(loader(), request(table, LoadMode.APPEND))) {
            job.load("one", ROWS);
        }
        try (TestJob job = job(loader(), request(table, LoadMode.OVERWRITE))) {
            try (Unit unit = job.session().begin()) {
                unit.deleteAll();
                job.writeLoad(unit, "two", OTHER_ROWS);
            }
            assertThat(rows(table)).as("rolled back").hasSize(30);
            try (Unit unit = job.session().begin()) {
                unit.deleteAll();
                job.writeLoad(unit, "three", OTHER_ROWS);
                job.finishLoad(unit, "three", 15);
            }
        }
        assertThat(rows(table))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store(), OTHER_ROWS, BatchId.ofLoad("three")));
    }

    @Test
    void upserts_by_key_and_keeps_the_last_of_each() {
        assumeTrue(has(LoaderFeature.UPSERT), "the engine refuses what is not declared");
        TableName table = store().table("upserted");
        LoadRequest request = Requests.withKeys(request(table, LoadMode.UPSERT), "block_num", "hash");
        BlockRange others = Forks.range("a", 5, 14);
        try (TestJob job = job(loader(), request)) {
            job.load("one", ROWS);
            try (Unit unit = job.session().begin()) {
                job.writeLoad(unit, "two", ROWS);
                job.writeLoad(unit, "two", others);
                job.writeLoad(unit, "two", others);
                job.finishLoad(unit, "two", 90);
            }
        }
        List<Map<String, @Nullable Object>> written = BlockRows.expected(store(), ROWS, BatchId.ofLoad("two"));
        written.addAll(BlockRows.expected(store(), others, BatchId.ofLoad("two")));
        assertThat(rows(table)).containsExactlyInAnyOrderElementsOf(lastOfEachKey(written));
    }

    @Test
    void a_missing_table_is_named_when_creating_it_is_off() {
        LoadRequest request =
                Requests.with(request(store().table("missing"), LoadMode.APPEND), TablePolicy.USE_EXISTING);
        AmpException error = failure(() -> job(loader(), request));
        assertThat(error.code()).isEqualTo(LoadError.TABLE_MISSING);
        assertThat(error).hasMessageContaining("missing");
    }

    private List<Map<String, @Nullable Object>> rows(TableName table) {
        return store().rows(table, BlockRows.columns());
    }

    private List<Map<String, @Nullable Object>> both() {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        rows.addAll(BlockRows.expected(store(), ROWS, BatchId.ofLoad("one")));
        rows.addAll(BlockRows.expected(store(), OTHER_ROWS, BatchId.ofLoad("two")));
        return rows;
    }

    private static List<Map<String, @Nullable Object>> lastOfEachKey(List<Map<String, @Nullable Object>> rows) {
        Map<List<@Nullable Object>, Map<String, @Nullable Object>> byKey = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> row : rows) {
            List<@Nullable Object> key = new ArrayList<>();
            key.add(row.get("block_num"));
            key.add(row.get("hash"));
            byKey.put(key, row);
        }
        return new ArrayList<>(byKey.values());
    }
}
