package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.jspecify.annotations.Nullable;

/** Dates in days or milliseconds into {@code date}: days since 2000. */
final class DateEncoder extends ColumnEncoder {
    /** 2000-01-01 in days since 1970. */
    private static final int EPOCH = 10_957;

    private static final long MILLIS_A_DAY = 86_400_000;

    private final DateUnit unit;

    private @Nullable ArrowBuf data;

    DateEncoder(String column, DateUnit unit) {
        super(column);
        this.unit = unit;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        long since2000 = days(row) - EPOCH;
        // The least and the greatest number mean minus and plus infinity.
        if (since2000 <= Integer.MIN_VALUE || since2000 >= Integer.MAX_VALUE) {
            throw refused("day " + (since2000 + EPOCH) + " is outside of PostgreSQL's range of dates");
        }
        out.room(Integer.BYTES + Integer.BYTES);
        out.putInt(Integer.BYTES);
        out.putInt((int) since2000);
    }

    private long days(int row) {
        if (unit == DateUnit.DAY) {
            return data.getInt((long) row << 2);
        }
        long millis = data.getLong((long) row << 3);
        if (millis % MILLIS_A_DAY != 0) {
            throw refused(millis + " milliseconds are not a whole number of days");
        }
        return millis / MILLIS_A_DAY;
    }
}
