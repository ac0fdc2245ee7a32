package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Times of day into {@code time}. The server refuses what is longer than a day. */
final class TimeEncoder extends ColumnEncoder {
    private final Micros micros;
    private final boolean isWide;

    private @Nullable ArrowBuf data;

    TimeEncoder(String column, Micros micros) {
        super(column);
        this.micros = micros;
        this.isWide = micros.unit() == TimeUnit.MICROSECOND || micros.unit() == TimeUnit.NANOSECOND;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        long value = isWide ? data.getLong((long) row << 3) : data.getInt((long) row << 2);
        long ofDay = micros.of(value, this);
        out.room(Integer.BYTES + Long.BYTES);
        out.putInt(Long.BYTES);
        out.putLong(ofDay);
    }
}
