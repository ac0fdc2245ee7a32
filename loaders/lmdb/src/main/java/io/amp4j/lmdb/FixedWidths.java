package io.amp4j.lmdb;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** How many bytes a value of a type of one width has in Arrow memory. */
final class FixedWidths {
    private FixedWidths() {}

    /** The width, or -1 for types without one (booleans are bits). */
    static int of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> ((ArrowType.Int) type).getBitWidth() / Byte.SIZE;
            case FloatingPoint -> width(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE;
            case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
            case Date -> ((ArrowType.Date) type).getUnit() == DateUnit.DAY ? Integer.BYTES : Long.BYTES;
            case Time -> ((ArrowType.Time) type).getBitWidth() / Byte.SIZE;
            case Timestamp, Duration -> Long.BYTES;
            case Interval ->
                switch (((ArrowType.Interval) type).getUnit()) {
                    case YEAR_MONTH -> Integer.BYTES;
                    case DAY_TIME -> Long.BYTES;
                    case MONTH_DAY_NANO -> 2 * Long.BYTES;
                };
            default -> -1;
        };
    }

    private static int width(FloatingPointPrecision precision) {
        return switch (precision) {
            case HALF -> Short.BYTES;
            case SINGLE -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
        };
    }
}
