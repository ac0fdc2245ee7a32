package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.loader.spi.TableName;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes what a pattern makes of each row. Bytes are hex digits in it. Used by one thread. */
final class PatternWriter {
    private final String setting;
    private final List<Piece> pieces = new ArrayList<>();
    private byte[] id = {};
    private long firstRow;

    /** Writes a part of the pattern. */
    private interface Piece {
        void bind(VectorSchemaRoot root);

        void write(RespBuffer out, int row);
    }

    PatternWriter(String setting, KeyPattern pattern, TableName table, Schema schema) {
        this.setting = setting;
        for (KeyPattern.Part part : pattern.parts()) {
            pieces.add(piece(pattern, part, table, schema));
        }
    }

    private Piece piece(KeyPattern pattern, KeyPattern.Part part, TableName table, Schema schema) {
        if (part instanceof KeyPattern.Plain plain) {
            return new Fixed(plain.text());
        } else if (part instanceof KeyPattern.Table) {
            return new Fixed(table.toString());
        } else if (part instanceof KeyPattern.Column column) {
            return column(pattern, column.name(), schema);
        }
        return new RowId();
    }

    private Piece column(KeyPattern pattern, String name, Schema schema) {
        List<Field> fields = schema.getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                refuseNested(fields.get(i));
                return new Value(TextColumns.of(fields.get(i), BinaryForm.HEX.rules()), name, i);
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
        pieces.forEach(piece -> piece.bind(root));
    }

    /** Writes what the pattern makes of a row; refuses a null in it. */
    void write(RespBuffer out, int row) {
        for (Piece piece : pieces) {
            piece.write(out, row);
        }
    }

    private static final class Fixed implements Piece {
        private final byte[] bytes;

        Fixed(String text) {
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void bind(VectorSchemaRoot root) {
            // It is the same in every row.
        }

        @Override
        public void write(RespBuffer out, int row) {
            out.put(bytes);
        }
    }

    private final class RowId implements Piece {
        @Override
        public void bind(VectorSchemaRoot root) {
            // It is not made of columns.
        }

        @Override
        public void write(RespBuffer out, int row) {
            out.put(id);
            out.putNumber(firstRow + row);
        }
    }

    private final class Value implements Piece {
        private final TextColumn column;
        private final String name;
        private final int index;

        Value(TextColumn column, String name, int index) {
            this.column = column;
            this.name = name;
            this.index = index;
        }

        @Override
        public void bind(VectorSchemaRoot root) {
            column.bind(root.getVector(index));
        }

        @Override
        public void write(RespBuffer out, int row) {
            if (column.isNull(row)) {
                throw new AmpException(
                        LoadError.VALUE_REFUSED,
                        "column '" + name + "' is null in row " + (firstRow + row) + ", but " + setting
                                + " is made of it. Leave such rows out (WHERE " + name
                                + " IS NOT NULL), or choose another " + setting);
            }
            column.text(out, row);
        }
    }
}
