package io.amp4j.loader.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Random nested values of every type, always the same ones: for a loader that writes them as text, and pins that text. Numbers of floating point are such that every
 * Java version writes them with the same digits.
 */
public final class NestedRows {
    private static final long SEED = 20_261_128;
    private static final int CONTROLS = 32;
    private static final String NAME = "a \"name\"\twith\\all\u0001";

    private NestedRows() {}

    /**
     * A batch: a struct of every plain type, a struct of lists of them, the nested types of {@link ArrowTypes}, and text with control characters.
     *
     * @param allocator for the memory
     * @param kept which types to have, of those of {@link ArrowTypes}; the type of nulls is left out
     * @param rows how many
     * @return the batch; the caller closes it
     */
    public static VectorSchemaRoot of(BufferAllocator allocator, Predicate<Field> kept, int rows) {
        List<Field> types = Stream.concat(ArrowTypes.ofTables().stream(), ArrowTypes.ofQueries().stream())
                .filter(field -> !field.getType().equals(ArrowType.Null.INSTANCE))
                .filter(kept)
                .toList();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(columns(types)), allocator);
        RandomValues values = new RandomValues(SEED);
        for (FieldVector vector : root.getFieldVectors()) {
            values.fill(vector, rows);
            round(vector);
        }
        controls((StructVector) root.getVector(NAME), rows);
        root.setRowCount(rows);
        return root;
    }

    private static List<Field> columns(List<Field> types) {
        List<Field> plain = new ArrayList<>();
        List<Field> lists = new ArrayList<>();
        List<Field> columns = new ArrayList<>();
        for (Field type : types) {
            if (type.getType().isComplex()) {
                columns.add(type);
            } else {
                plain.add(type);
                lists.add(new Field(type.getName(), FieldType.nullable(ArrowType.List.INSTANCE), List.of(type)));
            }
        }
        columns.add(struct("plain", plain));
        columns.add(struct("lists", lists));
        columns.add(struct(NAME, List.of(Field.nullable(NAME, ArrowType.Utf8.INSTANCE))));
        return columns;
    }

    private static Field struct(String name, List<Field> fields) {
        return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), fields);
    }

    private static void controls(StructVector struct, int rows) {
        VarCharVector texts = (VarCharVector) struct.getChildrenFromFields().get(0);
        texts.reset();
        for (int row = 0; row < rows; row++) {
            struct.setIndexDefined(row);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < CONTROLS; i += 1 + row) {
                text.append((char) i).append('x');
            }
            texts.setSafe(row, text.append('\u007f').toString().getBytes(StandardCharsets.UTF_8));
        }
        struct.setValueCount(rows);
    }

    /** To multiples of an eighth: Java 19 and later write fewer digits of some other numbers. */
    private static void round(FieldVector vector) {
        for (int i = 0; i < vector.getValueCount(); i++) {
            if (vector instanceof Float8Vector numbers && !numbers.isNull(i)) {
                numbers.set(i, Math.abs(numbers.get(i)) < 1e12 ? Math.rint(numbers.get(i) * 8) / 8 : numbers.get(i));
            } else if (vector instanceof Float4Vector numbers && !numbers.isNull(i) && Float.isFinite(numbers.get(i))) {
                numbers.set(i, (float) ((long) numbers.get(i) % 4_096) / 8);
            }
        }
        vector.getChildrenFromFields().forEach(NestedRows::round);
    }
}
