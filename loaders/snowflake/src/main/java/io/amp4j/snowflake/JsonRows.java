package io.amp4j.snowflake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.snowflake.ColumnType.Carrier;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines of JSON, zipped: the form that Snowpipe Streaming's HTTP takes, and the only one. Values are texts, which a cast makes exact values of,
 * since how many digits of a JSON number survive is nowhere promised; nulls are left out. Used by one thread.
 */
final class JsonRows {
    /**
     * When a request is full. The documentation's limit is 4 MB as sent, and an older one 16 MB in all; between them lie the zip's own buffers and one
     * row.
     */
    private static final int FULL_ZIPPED = 3 << 20;

    private static final int FULL = 15 << 20;

    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator((String) null).build();

    private ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    private @Nullable Counted plain;
    private @Nullable JsonGenerator json;
    private long rows;

    /**
     * Takes rows.
     *
     * @param batch their columns
     * @param marks what the columns behind them hold in each of the rows
     * @param full takes each request that is full
     */
    void write(VectorSchemaRoot batch, List<@Nullable String> marks, Sink full) {
        List<Cell> cells = new ArrayList<>();
        batch.getFieldVectors().forEach(vector -> cells.add(cell(vector)));
        List<SerializableString> names = new ArrayList<>();
        for (int i = 0; i < cells.size() + marks.size(); i++) {
            names.add(new SerializedString(Carriers.name(i)));
        }
        try {
            for (int row = 0; row < batch.getRowCount(); row++) {
                writeRow(batch, row, cells, marks, names);
                if (isFull()) {
                    full.accept(take());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeRow(
            VectorSchemaRoot batch,
            int row,
            List<Cell> cells,
            List<@Nullable String> marks,
            List<SerializableString> names)
            throws IOException {
        JsonGenerator out = out();
        out.writeStartObject();
        for (int i = 0; i < cells.size(); i++) {
            if (!batch.getVector(i).isNull(row)) {
                out.writeFieldName(names.get(i));
                cells.get(i).write(out, row);
            }
        }
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i) != null) {
                out.writeFieldName(names.get(cells.size() + i));
                out.writeString(marks.get(i));
            }
        }
        out.writeEndObject();
        out.writeRaw('\n');
        rows++;
    }

    private JsonGenerator out() throws IOException {
        JsonGenerator out = json;
        if (out == null) {
            Counted counted = new Counted(new GZIPOutputStream(zipped));
            plain = counted;
            out = JSON.createGenerator(counted);
            json = out;
        }
        return out;
    }

    private boolean isFull() {
        return zipped.size() >= FULL_ZIPPED || (plain != null && plain.bytes >= FULL);
    }

    /** How many rows were written since there is this object. */
    long rows() {
        return rows;
    }

    /** Whether rows wait. */
    boolean isEmpty() {
        return json == null;
    }

    /** The rows that wait, as they are sent. */
    byte[] take() throws IOException {
        if (json != null) {
            json.close();
        }
        byte[] taken = zipped.toByteArray();
        zipped = new ByteArrayOutputStream();
        json = null;
        plain = null;
        return taken;
    }

    private static Cell cell(FieldVector vector) {
        ArrowType type = vector.getField().getType();
        if (ColumnType.of(vector.getField()).carrier() == Carrier.JSON) {
            return nested(vector);
        }
        return switch (type.getTypeID()) {
            case Bool -> (out, row) -> out.writeBoolean((Boolean) vector.getObject(row));
            case Int ->
                (out, row) -> out.writeString(Counts.integer(vector, row).toString());
            case Decimal -> (out, row) -> out.writeString(((BigDecimal) vector.getObject(row)).toPlainString());
            case FloatingPoint -> (out, row) -> out.writeString(floating(Counts.floating(vector, row)));
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                (out, row) -> out.writeString(HexFormat.of().formatHex((byte[]) vector.getObject(row)));
            case Date, Time, Timestamp -> (out, row) -> out.writeString(BoundRows.text(vector, row));
            default -> (out, row) -> out.writeString(String.valueOf(vector.getObject(row)));
        };
    }

    private static Cell nested(FieldVector vector) {
        TextColumn column = TextColumns.of(vector.getField(), Carriers.NESTED);
        TextBuffer text = new TextBuffer(256);
        column.bind(vector);
        return (out, row) -> {
            text.clear();
            column.json(text, row);
            out.writeUTF8String(text.bytes(), 0, text.size());
        };
    }

    /** What is not a number has a name of its own in Snowflake. */
    private static String floating(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : Double.toString(value);
    }

    /** One column's values, none of them null. */
    private interface Cell {
        void write(JsonGenerator out, int row) throws IOException;
    }

    /** Takes a request's rows. */
    interface Sink {
        void accept(byte[] zippedRows);
    }

    private static final class Counted extends FilterOutputStream {
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            bytes += length;
        }
    }
}
