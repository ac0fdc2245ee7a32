package io.amp4j.snowflake;

import io.amp4j.loader.arrow.JsonText;
import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.snowflake.ColumnType.Carrier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
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

    private final JsonText json = new JsonText(Carriers.TEXTS);
    private final TextBuffer line = new TextBuffer(1024);
    private ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    private @Nullable GZIPOutputStream zip;
    private long plainBytes;
    private long rows;

    /**
     * Takes rows.
     *
     * @param batch their columns
     * @param marks what the columns behind them hold in each of the rows
     * @param full takes each request that is full
     */
    void write(VectorSchemaRoot batch, List<@Nullable String> marks, Sink full) {
        List<Member> members = new ArrayList<>();
        for (FieldVector vector : batch.getFieldVectors()) {
            members.add(member(members.size(), vector));
        }
        byte[] ofAllRows = members(members.size(), marks);
        try {
            for (int row = 0; row < batch.getRowCount(); row++) {
                writeRow(members, row, ofAllRows);
                if (isFull()) {
                    full.accept(take());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeRow(List<Member> members, int row, byte[] ofAllRows) throws IOException {
        line.clear();
        line.put('{');
        for (Member member : members) {
            if (!member.isNull(row)) {
                separate();
                member.write(line, row);
            }
        }
        if (ofAllRows.length > 0) {
            separate();
            line.put(ofAllRows);
        }
        line.put('}');
        line.put('\n');
        out().write(line.bytes(), 0, line.size());
        plainBytes += line.size();
        rows++;
    }

    private void separate() {
        if (line.size() > 1) {
            line.put(',');
        }
    }

    private GZIPOutputStream out() throws IOException {
        GZIPOutputStream out = zip;
        if (out == null) {
            out = new GZIPOutputStream(zipped);
            zip = out;
        }
        return out;
    }

    private boolean isFull() {
        return zipped.size() >= FULL_ZIPPED || plainBytes >= FULL;
    }

    /** How many rows were written since there is this object. */
    long rows() {
        return rows;
    }

    /** Whether rows wait. */
    boolean isEmpty() {
        return zip == null;
    }

    /** The rows that wait, as they are sent. */
    byte[] take() throws IOException {
        if (zip != null) {
            zip.close();
        }
        byte[] taken = zipped.toByteArray();
        zipped = new ByteArrayOutputStream();
        zip = null;
        plainBytes = 0;
        return taken;
    }

    /** The members that are the same in all rows, without those that are null. */
    private byte[] members(int first, List<@Nullable String> marks) {
        TextBuffer out = new TextBuffer(256);
        for (int i = 0; i < marks.size(); i++) {
            String mark = marks.get(i);
            if (mark != null) {
                if (out.size() > 0) {
                    out.put(',');
                }
                out.put(json.member(Carriers.name(first + i)));
                out.put(json.quoted(mark));
            }
        }
        return out.copy(0, out.size());
    }

    private Member member(int index, FieldVector vector) {
        TextColumn column = TextColumns.of(vector.getField(), Carriers.TEXTS);
        column.bind(vector);
        return new Member(json.member(Carriers.name(index)), column, value(vector, column));
    }

    private Value value(FieldVector vector, TextColumn column) {
        if (ColumnType.of(vector.getField()).carrier() == Carrier.JSON) {
            return (out, row) -> {
                out.put('"');
                int from = out.size();
                column.json(out, row);
                json.escape(out, from);
                out.put('"');
            };
        }
        return switch (vector.getField().getType().getTypeID()) {
            case Bool, Utf8, LargeUtf8, Utf8View -> column::json;
            case FloatingPoint -> (out, row) -> out.put(json.quoted(floating(VectorNumbers.floating(vector, row))));
            default ->
                (out, row) -> {
                    out.put('"');
                    column.text(out, row);
                    out.put('"');
                };
        };
    }

    /** What is not a number has a name of its own in Snowflake. */
    private static String floating(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : Double.toString(value);
    }

    /** A column as it stands in each line: its name with quotes and colon, then a value. */
    private static final class Member {
        private final byte[] name;
        private final TextColumn column;
        private final Value value;

        Member(byte[] name, TextColumn column, Value value) {
            this.name = name;
            this.column = column;
            this.value = value;
        }

        boolean isNull(int row) {
            return column.isNull(row);
        }

        void write(TextBuffer out, int row) {
            out.put(name);
            value.write(out, row);
        }
    }

    /** Writes one column's values, none of them null. */
    private interface Value {
        void write(TextBuffer out, int row);
    }

    /** Takes a request's rows. */
    interface Sink {
        void accept(byte[] zippedRows);
    }
}
