package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tables: names of every kind, and columns that are missing, too many, in another order or of another type. */
public abstract class TableContract extends LoaderContract {
    private static final Field A = Field.nullable("a", new ArrowType.Int(64, true));
    private static final Field B = Field.nullable("b", ArrowType.Utf8.INSTANCE);
    private static final Field C = Field.nullable("c", new ArrowType.FixedSizeBinary(4));
    private static final Field OTHER_B = Field.nullable("b", ArrowType.Bool.INSTANCE);
    private static final List<String> NAMES = List.of(
            "Mixed Case",
            "select",
            "per%cent",
            "it's",
            "say \"so\"",
            "dotted.name",
            "semi;colon--",
            "\u00e9\u4e2d",
            "back\\slash");

    /** Called by a loader's tests. */
    protected TableContract() {}

    @TestFactory
    Stream<DynamicTest> names_of_tables_and_columns_may_be_anything() {
        return NAMES.stream()
                .filter(store()::peerTakes)
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Field column = Field.nullable(name, ArrowType.Utf8.INSTANCE);
                    TableName table = store().table(name);
                    assertThat(load(table, "one", TablePolicy.CREATE_IF_MISSING, column))
                            .hasSize(10);
                    assertThat(load(table, "two", TablePolicy.USE_EXISTING, column))
                            .hasSize(20);
                }));
    }

    @Test
    void a_missing_column_is_named() {
        TableName table = store().table("lacking");
        load(table, "one", TablePolicy.CREATE_IF_MISSING, A);
        assertMisfit(table, "'b'", A, B);
    }

    @Test
    void a_column_of_another_type_is_named() {
        TableName table = store().table("mistyped");
        load(table, "one", TablePolicy.CREATE_IF_MISSING, A, B);
        assertMisfit(table, "'b'", A, OTHER_B);
    }

    @Test
    void the_order_of_columns_does_not_matter() {
        TableName table = store().table("reordered");
        List<Map<String, @Nullable Object>> rows = load(table, "one", TablePolicy.CREATE_IF_MISSING, A, B, C);
        rows.addAll(values("two", C, A, B));
        assertThat(load(table, "two", TablePolicy.USE_EXISTING, C, A, B)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void a_column_that_the_result_lacks_is_null() {
        TableName table = store().table("too_wide");
        load(table, "one", TablePolicy.CREATE_IF_MISSING, A, B);
        assertThat(load(table, "two", TablePolicy.USE_EXISTING, A)).hasSize(20);
        assertThat(store().rows(table, List.of(B)))
                .filteredOn(row -> row.get("b") == null)
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void missing_columns_are_added_on_request() {
        TableName table = store().table("widened");
        load(table, "one", TablePolicy.CREATE_IF_MISSING, A);
        if (!has(LoaderFeature.ADD_COLUMNS)) {
            return;
        }
        load(table, "two", TablePolicy.ADD_MISSING_COLUMNS, A, B, C);
        assertThat(store().rows(table, List.of(B, C))).hasSize(20);
        assertMisfit(table, "'b'", A, OTHER_B);
    }

    @Test
    void a_result_that_has_a_marker_column_is_refused() {
        Field marker = Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE);
        LoadRequest request = request(store().table("marker"), LoadMode.APPEND, new Schema(List.of(A, marker)));
        AmpException refusal = failure(() -> job(loader(), request));
        assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
        assertThat(refusal).hasMessageContaining(MarkerColumns.BATCH_ID);
    }

    private void assertMisfit(TableName table, String named, Field... fields) {
        assumeTrue(store().hasFixedColumns(), "the store takes any columns");
        List<Map<String, @Nullable Object>> before = store().rows(table, List.of(A));
        LoadRequest request = Requests.with(
                request(table, LoadMode.APPEND, new Schema(List.of(fields))), TablePolicy.CREATE_IF_MISSING);
        AmpException refusal = failure(() -> job(loader(), request));
        assertThat(refusal.code()).isEqualTo(LoadError.SCHEMA_MISMATCH);
        assertThat(refusal).hasMessageContaining(named);
        assertThat(refusal.retryable()).isFalse();
        assertThat(store().rows(table, List.of(A))).hasSameSizeAs(before);
    }

    /** Loads ten rows and gives back all that the table has in these columns. */
    private List<Map<String, @Nullable Object>> load(TableName table, String id, TablePolicy policy, Field... fields) {
        Schema schema = new Schema(List.of(fields));
        LoadRequest request = Requests.with(request(table, LoadMode.APPEND, schema), policy);
        try (TestJob job = new TestJob(loader(), request, allocator());
                Unit unit = job.session().begin();
                VectorSchemaRoot root = filled(id, schema)) {
            job.writeLoad(unit, id, root);
            job.finishLoad(unit, id, root.getRowCount());
        }
        return new ArrayList<>(store().rows(table, schema.getFields()));
    }

    private List<Map<String, @Nullable Object>> values(String id, Field... fields) {
        try (VectorSchemaRoot root = filled(id, new Schema(List.of(fields)))) {
            List<Map<String, @Nullable Object>> rows = CanonicalRows.of(root);
            for (Field field : fields) {
                rows.forEach(
                        row -> row.computeIfPresent(field.getName(), (name, value) -> store().stored(field, value)));
            }
            return rows;
        }
    }

    private VectorSchemaRoot filled(String seed, Schema schema) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator());
        RandomValues values = new RandomValues(seed.hashCode());
        root.getFieldVectors().forEach(vector -> values.fill(vector, 10));
        root.setRowCount(10);
        return root;
    }
}
