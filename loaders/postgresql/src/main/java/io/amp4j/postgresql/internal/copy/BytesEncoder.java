package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import java.sql.SQLException;
import org.apache.arrow.vector.FieldVector;

/** Bytes and text as they are, into {@code bytea}, {@code text}, {@code uuid} or {@code json}: one copy, from Arrow memory into the COPY. */
final class BytesEncoder extends ColumnEncoder {
    private final ByteSource source;

    BytesEncoder(String column, ByteSource source) {
        super(column);
        this.source = source;
    }

    @Override
    void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        source.locate(row);
        int length = length(0, source.length());
        out.room(Integer.BYTES);
        out.putInt(length);
        out.put(source.buffer(), source.start(), length);
    }
}
