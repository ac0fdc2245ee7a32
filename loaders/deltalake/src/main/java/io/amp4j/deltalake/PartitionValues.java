package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** The values of a table's partition columns: rows of equal values go into one file. */
final class PartitionValues {
    private static final long MILLIS_A_DAY = 86_400_000;

    private PartitionValues() {}

    /** Whether a table can be partitioned by a column of a type. */
    static void check(String column, DataType type) {
        boolean possible = type instanceof BooleanType
                || type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || type instanceof DecimalType
                || type instanceof StringType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType;
        if (!possible) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "a Delta table is not partitioned by column '" + column + "' of type " + type
                            + " here; choose a number, a text, a date or a time");
        }
    }

    /** The values of a row, as they compare: by column name, in the order of the partition columns. */
    static Map<String, @Nullable Object> of(Map<String, FieldVector> columns, int row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach((name, vector) -> values.put(name, vector.isNull(row) ? null : value(vector, row)));
        return values;
    }

    private static Object value(FieldVector vector, int row) {
        if (vector instanceof BitVector bits) {
            return bits.get(row) != 0;
        } else if (vector instanceof BaseIntVector numbers) {
            return number(numbers, row);
        } else if (vector instanceof DecimalVector decimals) {
            return decimals.getObject(row);
        } else if (vector instanceof DateDayVector days) {
            return days.get(row);
        } else if (vector instanceof DateMilliVector millis) {
            return Math.toIntExact(Math.floorDiv(millis.get(row), MILLIS_A_DAY));
        } else if (vector instanceof TimeStampVector times) {
            return micros(times, row);
        }
        return String.valueOf(vector.getObject(row));
    }

    private static Object number(BaseIntVector vector, int row) {
        ArrowType.Int type = (ArrowType.Int) vector.getField().getType();
        long value = vector.getValueAsLong(row);
        return !type.getIsSigned() && type.getBitWidth() == Long.SIZE
                ? new BigDecimal(Long.toUnsignedString(value))
                : value;
    }

    private static long micros(TimeStampVector vector, int row) {
        TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
        long value = vector.get(row);
        return switch (unit) {
            case SECOND -> Math.multiplyExact(value, 1_000_000L);
            case MILLISECOND -> Math.multiplyExact(value, 1_000L);
            case MICROSECOND -> value;
            case NANOSECOND -> Math.floorDiv(value, 1_000L);
        };
    }

    static Literal literal(@Nullable Object value, DataType type) {
        if (value == null) {
            return Literal.ofNull(type);
        } else if (type instanceof BooleanType) {
            return Literal.ofBoolean((Boolean) value);
        } else if (type instanceof StringType) {
            return Literal.ofString((String) value);
        } else if (type instanceof DecimalType decimal) {
            return Literal.ofDecimal((BigDecimal) value, decimal.getPrecision(), decimal.getScale());
        }
        long number = ((Number) value).longValue();
        if (type instanceof ByteType) {
            return Literal.ofByte((byte) number);
        } else if (type instanceof ShortType) {
            return Literal.ofShort((short) number);
        } else if (type instanceof IntegerType) {
            return Literal.ofInt((int) number);
        } else if (type instanceof DateType) {
            return Literal.ofDate((int) number);
        } else if (type instanceof TimestampType) {
            return Literal.ofTimestamp(number);
        } else if (type instanceof TimestampNTZType) {
            return Literal.ofTimestampNtz(number);
        }
        return Literal.ofLong(number);
    }
}
