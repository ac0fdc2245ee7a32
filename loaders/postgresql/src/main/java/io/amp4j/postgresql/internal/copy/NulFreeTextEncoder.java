package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Text without its NULs, which PostgreSQL cannot keep. Where they are refused, the server does that, and {@link BytesEncoder} serves. */
final class NulFreeTextEncoder extends ColumnEncoder {
    private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOTHING = {};

    private final ByteSource source;
    private final byte[] instead;

    /** The value's bytes on the heap, to look for NULs: the length stands before them and depends on them. */
    private byte[] bytes = new byte[256];

    NulFreeTextEncoder(String column, ByteSource source, Nul rule) {
        super(column);
        this.source = source;
        this.instead = rule == Nul.REPLACE ? REPLACEMENT : NOTHING;
    }

    @Override
    void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        source.locate(row);
        int length = length(0, source.length());
        if (bytes.length < length) {
            bytes = new byte[length];
        }
        source.buffer().getBytes(source.start(), bytes, 0, length);
        int nuls = nuls(length);
        out.room(Integer.BYTES);
        out.putInt(length(0, length + (long) nuls * (instead.length - 1)));
        if (nuls == 0) {
            out.put(bytes, 0, length);
        } else {
            putWithout(out, length);
        }
    }

    private int nuls(int length) {
        int nuls = 0;
        for (int i = 0; i < length; i++) {
            nuls += bytes[i] == 0 ? 1 : 0;
        }
        return nuls;
    }

    private void putWithout(CopyBuffer out, int length) throws SQLException {
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i < length && bytes[i] != 0) {
                continue;
            }
            out.put(bytes, from, i - from);
            if (i < length) {
                out.put(instead, 0, instead.length);
            }
            from = i + 1;
        }
    }
}
