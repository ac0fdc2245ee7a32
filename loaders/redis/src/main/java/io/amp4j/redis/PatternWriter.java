package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import io.amp4j.redis.internal.resp.RespBuffer;
import io.amp4j.redis.internal.text.BinaryForm;
import io.amp4j.redis.internal.text.TextColumn;
import io.amp4j.redis.internal.text.TextColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Writes what a pattern makes of each row. Bytes are hex digits in it. Used by one thread. */
final class PatternWriter {
    private final String setting;
    private final List<Piece> pieces = new ArrayList<>();
    private byte[] id = {};
    private long firstRow;

    /** Fixed bytes, or a column; neither for the row's id. */
    private record Piece(
            byte @Nullable [] plain,
            @Nullable TextColumn column,
            @Nullable String name,
            int index) {}

    PatternWriter(String setting, KeyPattern pattern, TableName table, Schema schema) {
        this.setting = setting;
        for (KeyPattern.Part part : pattern.parts()) {
            pieces.add(piece(pattern, part, table, schema));
        }
    }

    private Piece piece(KeyPattern pattern, KeyPattern.Part part, TableName table, Schema schema) {
        if (part instanceof KeyPattern.Plain plain) {
            return fixed(plain.text());
        } else if (part instanceof KeyPattern.Table) {
            return fixed(table.toString());
        } else if (part instanceof KeyPattern.Column column) {
            return column(pattern, column.name(), schema);
        }
        return new Piece(null, null, null, -1);
    }

    private static Piece fixed(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8), null, null, -1);
    }

    private Piece column(KeyPattern pattern, String name, Schema schema) {
        List<Field> fields = schema.getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                refuseNested(fields.get(i));
                return new Piece(null, TextColumns.of(fields.get(i), BinaryForm.HEX), name, i);
            }
        }
        throw new AmpException(
                LoadError.CONFIG_INVALID,
                setting + " '" + pattern.text() + "' names column '" + name + "', which the result has not: it has "
                        + fields.stream().map(Field::getName).toList());
    }

    private void refuseNested(Field field) {
        if (field.getType().isComplex()) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    setting + " names column '" + field.getName() + "' of " + field.getType()
                            + ", which makes no key. Take a column of plain values");
        }
    }

    /** Takes the next batch. */
    void bind(VectorSchemaRoot root, String batchId, long firstRowOfBatch) {
        this.id = (batchId + "-").getBytes(StandardCharsets.US_ASCII);
        this.firstRow = firstRowOfBatch;
        List<FieldVector> vectors = root.getFieldVectors();
        for (Piece piece : pieces) {
            if (piece.column() != null) {
                piece.column().bind(vectors.get(piece.index()));
            }
        }
    }

    /** Writes what the pattern makes of a row; refuses a null in it. */
    void write(RespBuffer out, int row) {
        for (Piece piece : pieces) {
            if (piece.plain() != null) {
                out.put(piece.plain());
            } else if (piece.column() == null) {
                out.put(id);
                out.putNumber(firstRow + row);
            } else if (piece.column().isNull(row)) {
                throw new AmpException(
                        LoadError.VALUE_REFUSED,
                        "column '" + piece.name() + "' is null in row " + (firstRow + row) + ", but " + setting
                                + " is made of it. Leave such rows out (WHERE " + piece.name()
                                + " IS NOT NULL), or choose another " + setting);
            } else {
                piece.column().text(out, row);
            }
        }
    }
}
