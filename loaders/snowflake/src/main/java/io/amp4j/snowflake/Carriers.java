package io.amp4j.snowflake;

import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.loader.arrow.TextRules;
import io.amp4j.loader.arrow.TextRules.Bytes;
import io.amp4j.loader.arrow.TextRules.Intervals;
import io.amp4j.loader.arrow.TextRules.Numbers;
import io.amp4j.snowflake.ColumnType.Carrier;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a staged file, under names of their own: those of the result as they are, but times as the counts that they hold (over the same memory), and nested
 * values as JSON text.
 */
final class Carriers {
    /** In what Snowflake's texts differ from those of other stores. */
    static final TextRules TEXTS = new TextRules(Bytes.BARE_HEX, Numbers.SCIENTIFIC, null, Intervals.PARTS);

    /** What carries each column, chosen once. */
    private final List<Carrier> kinds;

    /** The writers of the columns that are carried as JSON; null for the others. */
    private final List<@Nullable TextColumn> texts = new ArrayList<>();

    private final TextBuffer text = new TextBuffer(256);
    private final Schema schema;

    Carriers(List<Field> fields) {
        this.kinds =
                fields.stream().map(field -> ColumnType.of(field).carrier()).toList();
        List<Field> carriers = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field carrier = carrier(fields.get(i));
            texts.add(kinds.get(i) == Carrier.JSON ? TextColumns.of(fields.get(i), TEXTS) : null);
            carriers.add(new Field(name(i), carrier.getFieldType(), carrier.getChildren()));
        }
        this.schema = new Schema(carriers);
    }

    /** A column's name in a staged file: a plain one, since not every name can stand in a copy's path. */
    static String name(int column) {
        return "c" + column;
    }

    Schema schema() {
        return schema;
    }

    private static Field carrier(Field field) {
        return switch (ColumnType.of(field).carrier()) {
            case PLAIN -> field;
            case MOMENT -> Field.nullable(field.getName(), new ArrowType.Int(64, true));
            case TIME_OF_DAY ->
                Field.nullable(
                        field.getName(), new ArrowType.Int(((ArrowType.Time) field.getType()).getBitWidth(), true));
            case JSON -> Field.nullable(field.getName(), ArrowType.Utf8.INSTANCE);
        };
    }

    /** The carrying vectors of a batch. Closing frees what was made for them, and leaves the batch as it is. */
    Carried of(VectorSchemaRoot rows) {
        List<FieldVector> vectors = new ArrayList<>();
        List<FieldVector> made = new ArrayList<>();
        try {
            for (int i = 0; i < kinds.size(); i++) {
                FieldVector vector = rows.getVector(i);
                Carrier carrier = kinds.get(i);
                if (carrier == Carrier.PLAIN) {
                    vectors.add(vector);
                } else {
                    FieldVector carrying = carrier == Carrier.JSON ? json(vector, texts.get(i)) : counts(vector);
                    made.add(carrying);
                    vectors.add(carrying);
                }
            }
        } catch (RuntimeException e) {
            made.forEach(FieldVector::close);
            throw e;
        }
        return new Carried(new VectorSchemaRoot(schema, vectors, rows.getRowCount()), made);
    }

    private static FieldVector counts(FieldVector vector) {
        boolean isWide = ((BaseFixedWidthVector) vector).getTypeWidth() == Long.BYTES;
        FieldVector counts = isWide
                ? new BigIntVector(vector.getName(), vector.getAllocator())
                : new IntVector(vector.getName(), vector.getAllocator());
        List<ArrowBuf> buffers = vector.getFieldBuffers();
        counts.loadFieldBuffers(new ArrowFieldNode(vector.getValueCount(), vector.getNullCount()), buffers);
        return counts;
    }

    private FieldVector json(FieldVector vector, TextColumn column) {
        VarCharVector json = new VarCharVector(vector.getName(), vector.getAllocator());
        column.bind(vector);
        for (int row = 0; row < vector.getValueCount(); row++) {
            if (!column.isNull(row)) {
                text.clear();
                column.json(text, row);
                json.setSafe(row, text.bytes(), 0, text.size());
            }
        }
        json.setValueCount(vector.getValueCount());
        return json;
    }

    /**
     * Vectors for the writer.
     *
     * @param root all of them
     * @param made those to close
     */
    record Carried(VectorSchemaRoot root, List<FieldVector> made) implements AutoCloseable {
        @Override
        public void close() {
            made.forEach(FieldVector::close);
        }
    }
}
