package io.amp4j.postgresql.internal.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Writes one vector's values as JSON text. Chosen once for a nested column and each of its parts. */
abstract class JsonValue {
    private static final byte[] NULL = ascii("null");

    private @Nullable ArrowBuf validity;

    final void bind(FieldVector vector) {
        FieldVector storage = ColumnEncoder.storage(vector);
        validity = ColumnEncoder.validity(storage);
        bindValues(storage);
    }

    abstract void bindValues(FieldVector vector);

    final void write(CopyBuffer out, int row) throws SQLException {
        ArrowBuf bits = validity;
        if (bits != null && (bits.getByte(row >> 3) >> (row & 7) & 1) == 0) {
            put(out, NULL);
        } else {
            writeValue(out, row);
        }
    }

    abstract void writeValue(CopyBuffer out, int row) throws SQLException;

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static void put(CopyBuffer out, byte[] text) throws SQLException {
        out.put(text, 0, text.length);
    }

    static void put(CopyBuffer out, char sign) throws SQLException {
        out.room(1);
        out.putByte(sign);
    }

    /** A number or a word: what needs no escape. Makes a string, which only nested values pay for. */
    static void putPlain(CopyBuffer out, String text) throws SQLException {
        put(out, ascii(text));
    }

    static void putQuoted(CopyBuffer out, String text) throws SQLException {
        put(out, '"');
        putPlain(out, text);
        put(out, '"');
    }
}
