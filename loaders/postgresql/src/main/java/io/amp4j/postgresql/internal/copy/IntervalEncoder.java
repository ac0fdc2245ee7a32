package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lengths of time into {@code interval}: months, days and microseconds, each kept apart. */
final class IntervalEncoder extends ColumnEncoder {
    private static final int LENGTH = Long.BYTES + 2 * Integer.BYTES;

    /** Null for a duration, which has neither months nor days. */
    private final @Nullable IntervalUnit unit;

    private final Micros micros;

    private @Nullable ArrowBuf data;

    IntervalEncoder(String column, @Nullable IntervalUnit unit, Micros micros) {
        super(column);
        this.unit = unit;
        this.micros = micros;
    }

    /** The unit of the part of an interval that is shorter than a day. */
    static TimeUnit timeUnit(IntervalUnit unit) {
        return unit == IntervalUnit.MONTH_DAY_NANO ? TimeUnit.NANOSECOND : TimeUnit.MILLISECOND;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        if (unit == null) {
            put(out, 0, 0, data.getLong((long) row << 3));
            return;
        }
        switch (unit) {
            case YEAR_MONTH -> put(out, data.getInt((long) row << 2), 0, 0);
            case DAY_TIME -> put(out, 0, data.getInt((long) row << 3), data.getInt(((long) row << 3) + Integer.BYTES));
            case MONTH_DAY_NANO ->
                put(
                        out,
                        data.getInt((long) row << 4),
                        data.getInt(((long) row << 4) + Integer.BYTES),
                        data.getLong(((long) row << 4) + Long.BYTES));
        }
    }

    private void put(CopyBuffer out, int months, int days, long time) throws SQLException {
        long length = micros.of(time, this);
        out.room(Integer.BYTES + LENGTH);
        out.putInt(LENGTH);
        out.putLong(length);
        out.putInt(days);
        out.putInt(months);
    }
}
