package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Bytes of one width into {@code bytea} or {@code uuid}: hashes and addresses, most of what a chain is made of. */
final class FixedBytesEncoder extends ColumnEncoder {
    private final int width;

    private @Nullable ArrowBuf data;

    FixedBytesEncoder(String column, int width) {
        super(column);
        this.width = width;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        out.room(Integer.BYTES + width);
        out.putInt(width);
        out.putWords(data, (long) row * width, width);
    }
}
