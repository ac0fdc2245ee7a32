package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every type that a server can send is read back as it was written, nulls too, or refused before anything is written. */
public abstract class TypeContract extends LoaderContract {
    private static final int BATCHES = 3;
    private static final int ROWS_A_BATCH = 150;
    private static final Field ROW = Field.notNullable("row_number", new ArrowType.Int(64, true));

    /** Called by a loader's tests. */
    protected TypeContract() {}

    @TestFactory
    Stream<DynamicTest> types_of_tables() {
        return ArrowTypes.ofTables().stream().filter(store()::peerTakes).map(this::test);
    }

    @TestFactory
    Stream<DynamicTest> types_of_queries() {
        return ArrowTypes.ofQueries().stream().filter(store()::peerTakes).map(this::test);
    }

    @Test
    void all_types_of_tables_in_one_row() {
        List<Field> fields = new ArrayList<>(ArrowTypes.ofTables());
        fields.removeIf(field -> !store().keeps(field) || !store().peerTakes(field));
        writesAndReadsBack(
                store().table("all_types"), fields.stream().map(this::kept).toList());
    }

    private DynamicTest test(Field field) {
        TableName table = store().table("type_" + field.getName());
        return DynamicTest.dynamicTest(field.getName(), () -> {
            if (!store().keeps(field)) {
                isRefused(table, field);
                return;
            }
            writesAndReadsBack(table, List.of(kept(field)));
            if (!kept(field).equals(field)) {
                nullsInsideAreRefused(store().table("inside_" + field.getName()), field);
            }
        });
    }

    /** The field as the store can keep it: without nullable lists, structs and maps inside others where it cannot. */
    private Field kept(Field field) {
        return store().keepsNullsInside() ? field : new Field(field.getName(), field.getFieldType(), inside(field));
    }

    private static List<Field> inside(Field field) {
        List<Field> children = new ArrayList<>();
        for (Field child : field.getChildren()) {
            boolean nullable = child.isNullable() && !child.getType().isComplex();
            children.add(new Field(
                    child.getName(), new FieldType(nullable, child.getType(), child.getDictionary()), inside(child)));
        }
        return children;
    }

    private void nullsInsideAreRefused(TableName table, Field field) {
        Schema schema = new Schema(List.of(ROW, field));
        try (TestJob job = new TestJob(loader(), request(table, LoadMode.APPEND, schema), allocator());
                Unit unit = job.session().begin();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator())) {
            fill(root, new RandomValues(table.name().hashCode()), 0);
            AmpException refusal = failure(() -> job.writeLoad(unit, "types", root));
            assertThat(refusal.code()).isEqualTo(LoadError.VALUE_REFUSED);
            assertThat(refusal).hasMessageContaining(field.getName());
        }
        assertThat(store().rows(table, List.of(ROW))).isEmpty();
    }

    private void writesAndReadsBack(TableName table, List<Field> fields) {
        List<Field> columns = new ArrayList<>(List.of(ROW));
        columns.addAll(fields);
        Schema schema = new Schema(columns);
        List<Map<String, @Nullable Object>> expected = new ArrayList<>();
        try (TestJob job = new TestJob(loader(), request(table, LoadMode.APPEND, schema), allocator());
                Unit unit = job.session().begin();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator())) {
            RandomValues values = new RandomValues(table.name().hashCode());
            for (int batch = 0; batch < BATCHES; batch++) {
                fill(root, values, (long) batch * ROWS_A_BATCH);
                expected.addAll(CanonicalRows.of(root));
                job.writeLoad(unit, "types", root);
            }
            job.finishLoad(unit, "types", expected.size());
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(store().rows(table, columns));
        rows.sort(Comparator.comparing(row -> (BigInteger) row.get(ROW.getName())));
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).as("row " + i).isEqualTo(stored(fields, expected.get(i)));
        }
    }

    private static void fill(VectorSchemaRoot root, RandomValues values, long firstRow) {
        root.clear();
        BigIntVector rows = (BigIntVector) root.getVector(0);
        rows.allocateNew(ROWS_A_BATCH);
        for (int i = 0; i < ROWS_A_BATCH; i++) {
            rows.set(i, firstRow + i);
        }
        rows.setValueCount(ROWS_A_BATCH);
        for (int column = 1; column < root.getFieldVectors().size(); column++) {
            values.fill(root.getVector(column), ROWS_A_BATCH);
        }
        root.setRowCount(ROWS_A_BATCH);
    }

    private Map<String, @Nullable Object> stored(List<Field> fields, Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> stored = new HashMap<>(row);
        fields.forEach(field -> stored.put(field.getName(), store().stored(field, row.get(field.getName()))));
        return stored;
    }

    private void isRefused(TableName table, Field field) {
        LoadRequest request = request(table, LoadMode.APPEND, new Schema(List.of(ROW, field)));
        AmpException refusal = failure(() -> job(loader(), request));
        assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining(field.getName());
        assertThat(loader().states(Optional.of(table))).isEmpty();
    }
}
