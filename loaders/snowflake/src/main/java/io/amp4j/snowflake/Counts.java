package io.amp4j.snowflake;

import java.math.BigInteger;
import java.time.temporal.ChronoUnit;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Numbers as they stand in fixed-width vectors, whatever their sign or width. */
final class Counts {
    private static final long MILLIS_A_DAY = 86_400_000L;

    private Counts() {}

    static BigInteger integer(FieldVector vector, int row) {
        if (vector instanceof UInt8Vector unsigned) {
            return unsigned.getObjectNoOverflow(row);
        } else if (vector instanceof UInt4Vector unsigned) {
            return BigInteger.valueOf(unsigned.getObjectNoOverflow(row));
        } else if (vector instanceof UInt2Vector unsigned) {
            return BigInteger.valueOf(unsigned.get(row));
        } else if (vector instanceof UInt1Vector unsigned) {
            return BigInteger.valueOf(unsigned.getObjectNoOverflow(row));
        }
        return BigInteger.valueOf(((Number) vector.getObject(row)).longValue());
    }

    static double floating(FieldVector vector, int row) {
        return vector instanceof Float2Vector half
                ? half.getValueAsFloat(row)
                : ((Number) vector.getObject(row)).doubleValue();
    }

    static long count(FieldVector vector, int row) {
        boolean isWide = ((BaseFixedWidthVector) vector).getTypeWidth() == Long.BYTES;
        return isWide
                ? vector.getDataBuffer().getLong((long) row * Long.BYTES)
                : vector.getDataBuffer().getInt((long) row * Integer.BYTES);
    }

    static long days(ArrowType.Date type, long count) {
        return type.getUnit() == DateUnit.DAY ? count : Math.floorDiv(count, MILLIS_A_DAY);
    }

    static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> ChronoUnit.SECONDS;
            case MILLISECOND -> ChronoUnit.MILLIS;
            case MICROSECOND -> ChronoUnit.MICROS;
            case NANOSECOND -> ChronoUnit.NANOS;
        };
    }
}
