package io.amp4j.duckdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Rewrites the kinds of column that DuckDB cannot take in as they are, or takes for something else: all are rare, so a value at a time is good
 * enough.
 */
final class ConvertedColumn {
    private static final long NANOS_A_MILLI = 1_000_000;

    private ConvertedColumn() {}

    static boolean isNeeded(ArrowType type) {
        return type(type) != type;
    }

    /** The type that stands for another one: itself where nothing is converted. */
    static ArrowType type(ArrowType type) {
        if (type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 256) {
            return ArrowType.Utf8.INSTANCE;
        }
        if (type instanceof ArrowType.FloatingPoint number && number.getPrecision() == FloatingPointPrecision.HALF) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        }
        // DuckDB 2.0 reads the two halves of a day-time interval as one number of milliseconds.
        if (type instanceof ArrowType.Interval interval && interval.getUnit() == IntervalUnit.DAY_TIME) {
            return new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
        }
        return type;
    }

    /** A new vector of the same name and length; the caller closes it. */
    static FieldVector of(FieldVector column) {
        FieldVector converted = Field.nullable(
                        column.getName(), type(column.getField().getType()))
                .createVector(column.getAllocator());
        try {
            converted.setInitialCapacity(column.getValueCount());
            converted.allocateNew();
            for (int i = 0; i < column.getValueCount(); i++) {
                if (!column.isNull(i)) {
                    convert(column, i, converted);
                }
            }
            converted.setValueCount(column.getValueCount());
            return converted;
        } catch (RuntimeException | Error e) {
            converted.close();
            throw e;
        }
    }

    private static void convert(FieldVector column, int index, FieldVector converted) {
        if (column instanceof Decimal256Vector decimals) {
            BigDecimal value = decimals.getObject(index);
            ((VarCharVector) converted).setSafe(index, value.toPlainString().getBytes(StandardCharsets.US_ASCII));
        } else if (column instanceof Float2Vector halves) {
            ((Float4Vector) converted).setSafe(index, halves.getValueAsFloat(index));
        } else {
            ArrowBuf intervals = column.getDataBuffer();
            int days = IntervalDayVector.getDays(intervals, index);
            long nanos = IntervalDayVector.getMilliseconds(intervals, index) * NANOS_A_MILLI;
            ((IntervalMonthDayNanoVector) converted).setSafe(index, 0, days, nanos);
        }
    }
}
