package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Bits into {@code boolean}. */
final class BoolEncoder extends ColumnEncoder {
    private @Nullable ArrowBuf data;

    BoolEncoder(String column) {
        super(column);
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        out.room(Integer.BYTES + 1);
        out.putInt(1);
        out.putByte(data.getByte(row >> 3) >> (row & 7) & 1);
    }
}
