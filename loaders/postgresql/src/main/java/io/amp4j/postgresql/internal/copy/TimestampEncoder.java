package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Moments into {@code timestamptz} or {@code timestamp}: microseconds since 2000. */
final class TimestampEncoder extends ColumnEncoder {
    /** 2000-01-01 in microseconds since 1970. */
    private static final long EPOCH = 946_684_800_000_000L;

    private final Micros micros;

    private @Nullable ArrowBuf data;

    TimestampEncoder(String column, Micros micros) {
        super(column);
        this.micros = micros;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        long value = data.getLong((long) row << 3);
        long since2000 = micros.of(value, this) - EPOCH;
        // The least and the greatest number mean minus and plus infinity, and below the epoch a subtraction may wrap
        // round to them.
        if (since2000 == Long.MIN_VALUE || since2000 > Long.MAX_VALUE - EPOCH) {
            throw micros.outOfRange(value, this);
        }
        out.room(Integer.BYTES + Long.BYTES);
        out.putInt(Long.BYTES);
        out.putLong(since2000);
    }
}
