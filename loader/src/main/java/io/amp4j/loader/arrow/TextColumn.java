package io.amp4j.loader.arrow;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.jspecify.annotations.Nullable;

/** Writes one column's values as text or as JSON. Chosen once for a column, bound to each batch's vector, used by one thread. */
public abstract class TextColumn {
    private static final byte[] NULL = ascii("null");

    private @Nullable ArrowBuf validity;
    private boolean onlyNulls;

    TextColumn() {}

    /**
     * Takes the vector of the next batch; nothing of it is kept once the batch is written.
     *
     * @param vector the column's values
     */
    public final void bind(FieldVector vector) {
        FieldVector storage = vector instanceof ExtensionTypeVector<?> extension
                ? (FieldVector) extension.getUnderlyingVector()
                : vector;
        onlyNulls = storage instanceof NullVector;
        validity = onlyNulls || storage.getNullCount() == 0 ? null : storage.getValidityBuffer();
        bindValues(storage);
    }

    abstract void bindValues(FieldVector vector);

    /**
     * Whether a row has no value.
     *
     * @param row the row's number
     * @return true if it is null
     */
    public final boolean isNull(int row) {
        ArrowBuf bits = validity;
        return onlyNulls || (bits != null && (bits.getByte(row >> 3) >> (row & 7) & 1) == 0);
    }

    /**
     * Writes the text of a value that is not null.
     *
     * @param out where to
     * @param row the row's number
     */
    public abstract void text(TextBuffer out, int row);

    /**
     * Writes a value as JSON.
     *
     * @param out where to
     * @param row the row's number
     */
    public final void json(TextBuffer out, int row) {
        if (isNull(row)) {
            out.put(NULL);
        } else {
            jsonValue(out, row);
        }
    }

    /** As {@link #json}, where the value is not null: text that needs no escapes, within quotes, unless the type says otherwise. */
    void jsonValue(TextBuffer out, int row) {
        out.put('"');
        text(out, row);
        out.put('"');
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
