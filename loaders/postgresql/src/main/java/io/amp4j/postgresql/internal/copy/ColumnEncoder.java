package io.amp4j.postgresql.internal.copy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.jspecify.annotations.Nullable;

/** Writes one column's values as fields of COPY rows. Chosen once for a column, bound to each batch's vector, used by one thread. */
abstract class ColumnEncoder {
    private static final int NULL = -1;

    private final String column;
    private @Nullable ArrowBuf validity;

    ColumnEncoder(String column) {
        this.column = column;
    }

    /** Takes the vector of the next batch; nothing of it is kept once the batch is written. */
    final void bind(FieldVector vector) {
        FieldVector storage = storage(vector);
        validity = validity(storage);
        bindValues(storage);
    }

    static FieldVector storage(FieldVector vector) {
        return vector instanceof ExtensionTypeVector<?> extension
                ? (FieldVector) extension.getUnderlyingVector()
                : vector;
    }

    /** The bits that tell nulls, or null where there is nothing to tell. */
    static @Nullable ArrowBuf validity(FieldVector vector) {
        return vector.getNullCount() == 0 || vector instanceof NullVector ? null : vector.getValidityBuffer();
    }

    abstract void bindValues(FieldVector vector);

    final void encode(CopyBuffer out, int row) throws SQLException {
        ArrowBuf bits = validity;
        if (bits != null && (bits.getByte(row >> 3) >> (row & 7) & 1) == 0) {
            out.room(Integer.BYTES);
            out.putInt(NULL);
        } else {
            encodeValue(out, row);
        }
    }

    /** Writes length and bytes of a value that is not null. */
    abstract void encodeValue(CopyBuffer out, int row) throws SQLException;

    /** For a null that the validity does not tell, and for types without values. */
    static void encodeNull(CopyBuffer out) throws SQLException {
        out.room(Integer.BYTES);
        out.putInt(NULL);
    }

    final String column() {
        return column;
    }

    final AmpException refused(String problem) {
        return new AmpException(LoadError.VALUE_REFUSED, "column '" + column + "': " + problem);
    }

    /** The length between two offsets; a broken batch must not turn into a broken COPY. */
    final int length(long start, long end) {
        long length = end - start;
        if (length < 0 || length > MAX_FIELD) {
            throw refused("a value of " + length + " bytes; PostgreSQL takes up to " + MAX_FIELD);
        }
        return (int) length;
    }

    /** PostgreSQL's limit of an allocation, 1 GiB less one byte. */
    private static final int MAX_FIELD = 0x3fffffff;
}
