package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.LogicalTypes;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimestampType;
import org.jspecify.annotations.Nullable;

/** Which Parquet type an Arrow type becomes in a target. */
final class LeafTypes {
    private static final int MAX_COMMON_PRECISION = 38;
    private static final int UINT64_DIGITS = 20;
    private static final int UINT64_DECIMAL_BYTES = 9;
    private static final int INTERVAL_BYTES = 12;

    private final ParquetTarget target;
    private final String column;

    LeafTypes(ParquetTarget target, String column) {
        this.target = target;
        this.column = column;
    }

    /** Text for a constant column. */
    static LeafType text() {
        return strings(Order.TEXT, () -> new VariableFetcher(Integer.BYTES));
    }

    LeafType of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> new LeafType(PhysicalType.BOOLEAN, 1, Order.BOOLEAN, BitFetcher::new);
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint -> floating((ArrowType.FloatingPoint) type);
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Utf8 -> text();
            case LargeUtf8 -> strings(Order.TEXT, () -> new VariableFetcher(Long.BYTES));
            case Utf8View -> strings(Order.TEXT, ViewFetcher::new);
            case Binary -> strings(Order.BINARY, () -> new VariableFetcher(Integer.BYTES));
            case LargeBinary -> strings(Order.BINARY, () -> new VariableFetcher(Long.BYTES));
            case BinaryView -> strings(Order.BINARY, ViewFetcher::new);
            case FixedSizeBinary -> fixedBinary(((ArrowType.FixedSizeBinary) type).getByteWidth(), type);
            case Date -> date((ArrowType.Date) type);
            case Time -> time((ArrowType.Time) type);
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Interval -> interval((ArrowType.Interval) type);
            case Duration -> extra(type, new LeafType(PhysicalType.INT64, Long.BYTES, Order.SIGNED, plain(Long.BYTES)));
            case Null ->
                extra(
                        type,
                        new LeafType(PhysicalType.INT32, Integer.BYTES, Order.NONE, plain(Integer.BYTES))
                                .means(LogicalTypes.UNKNOWN, null));
            default -> throw refused(type);
        };
    }

    private static Supplier<Fetcher> plain(int width) {
        return () -> new FixedFetcher(width, width, null);
    }

    private static Supplier<Fetcher> converted(int width, int targetWidth, Conversion conversion) {
        return () -> new FixedFetcher(width, targetWidth, conversion);
    }

    private static LeafType strings(Order order, Supplier<Fetcher> fetcher) {
        LeafType type = new LeafType(PhysicalType.BYTE_ARRAY, 0, order, fetcher);
        return order == Order.TEXT ? type.means(LogicalTypes.UTF8, ConvertedType.UTF8) : type;
    }

    private LeafType extra(ArrowType type, LeafType leaf) {
        if (target.extras() != ParquetTarget.Extras.WRITE) {
            throw refused(type);
        }
        return leaf;
    }

    private LeafType integer(ArrowType.Int type) {
        int bits = type.getBitWidth();
        if (!type.getIsSigned() && target.unsigned() == ParquetTarget.Unsigned.WIDEN) {
            return widened(bits);
        }
        Order order = type.getIsSigned() ? Order.SIGNED : Order.UNSIGNED;
        LogicalType meaning = type.getIsSigned() && bits >= Integer.SIZE ? null : meaning(bits, type.getIsSigned());
        ConvertedType old = meaning == null ? null : old(bits, type.getIsSigned());
        Conversions.Sign sign = type.getIsSigned() ? Conversions.Sign.SIGNED : Conversions.Sign.UNSIGNED;
        int width = bits / Byte.SIZE;
        return switch (bits) {
            case 8, 16 ->
                new LeafType(
                                PhysicalType.INT32,
                                Integer.BYTES,
                                order,
                                converted(width, Integer.BYTES, Conversions.widenToInt(width, sign)))
                        .means(meaning, old);
            case 32 -> new LeafType(PhysicalType.INT32, width, order, plain(width)).means(meaning, old);
            case 64 -> new LeafType(PhysicalType.INT64, width, order, plain(width)).means(meaning, old);
            default -> throw refused(type);
        };
    }

    private LeafType widened(int bits) {
        int width = bits / Byte.SIZE;
        return switch (bits) {
            case 8, 16 -> {
                Conversion widen = Conversions.widenToInt(width, Conversions.Sign.UNSIGNED);
                LeafType leaf = new LeafType(
                        PhysicalType.INT32, Integer.BYTES, Order.SIGNED, converted(width, Integer.BYTES, widen));
                yield bits == Byte.SIZE ? leaf.means(LogicalTypes.INT_16, ConvertedType.INT_16) : leaf;
            }
            case 32 ->
                new LeafType(
                        PhysicalType.INT64,
                        Long.BYTES,
                        Order.SIGNED,
                        converted(width, Long.BYTES, Conversions.unsignedIntToLong()));
            default ->
                decimalBytes(
                        UINT64_DECIMAL_BYTES,
                        UINT64_DIGITS,
                        0,
                        converted(width, UINT64_DECIMAL_BYTES, Conversions.unsignedLongToDecimal()));
        };
    }

    private static LogicalType meaning(int bits, boolean signed) {
        return LogicalType.INTEGER(new IntType((byte) bits, signed));
    }

    private static ConvertedType old(int bits, boolean signed) {
        return ConvertedType.valueOf((signed ? "INT_" : "UINT_") + bits);
    }

    private LeafType floating(ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case SINGLE -> new LeafType(PhysicalType.FLOAT, Float.BYTES, Order.FLOATING, plain(Float.BYTES));
            case DOUBLE -> new LeafType(PhysicalType.DOUBLE, Double.BYTES, Order.FLOATING, plain(Double.BYTES));
            case HALF ->
                target.halfFloats() == ParquetTarget.HalfFloats.WIDEN
                        ? new LeafType(
                                PhysicalType.FLOAT,
                                Float.BYTES,
                                Order.FLOATING,
                                converted(Short.BYTES, Float.BYTES, Conversions.halfToFloat()))
                        : new LeafType(PhysicalType.FIXED_LEN_BYTE_ARRAY, Short.BYTES, Order.NONE, plain(Short.BYTES))
                                .means(LogicalTypes.FLOAT16, null);
        };
    }

    private LeafType decimal(ArrowType.Decimal type) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        int width = type.getBitWidth() / Byte.SIZE;
        if (precision < 1 || scale < 0 || scale > precision) {
            throw refused(type);
        }
        if (precision > MAX_COMMON_PRECISION && target.extras() != ParquetTarget.Extras.WRITE) {
            throw refused(type);
        }
        if (precision <= 9) {
            return number(PhysicalType.INT32, Integer.BYTES, width, precision, scale);
        }
        if (precision <= 18) {
            return number(PhysicalType.INT64, Long.BYTES, width, precision, scale);
        }
        int bytes = decimalWidth(precision);
        return decimalBytes(
                bytes, precision, scale, converted(width, bytes, Conversions.decimalToBytes(column, width, bytes)));
    }

    private LeafType number(PhysicalType physical, int bytes, int width, int precision, int scale) {
        return new LeafType(
                        physical,
                        bytes,
                        Order.SIGNED,
                        converted(width, bytes, Conversions.decimalToNumber(column, width, bytes)))
                .means(LogicalType.DECIMAL(new DecimalType(scale, precision)), ConvertedType.DECIMAL);
    }

    private static LeafType decimalBytes(int bytes, int precision, int scale, Supplier<Fetcher> fetcher) {
        return new LeafType(PhysicalType.FIXED_LEN_BYTE_ARRAY, bytes, Order.DECIMAL, fetcher)
                .means(LogicalType.DECIMAL(new DecimalType(scale, precision)), ConvertedType.DECIMAL);
    }

    /** The fewest bytes that hold every number of so many digits, and its sign. */
    static int decimalWidth(int precision) {
        return java.math.BigInteger.TEN
                                .pow(precision)
                                .subtract(java.math.BigInteger.ONE)
                                .bitLength()
                        / Byte.SIZE
                + 1;
    }

    private LeafType fixedBinary(int width, ArrowType type) {
        if (width < 1) {
            throw refused(type);
        }
        if (target.fixedBinary() == ParquetTarget.FixedBinary.PLAIN) {
            return strings(Order.BINARY, () -> FixedFetcher.ofVariable(width));
        }
        return new LeafType(PhysicalType.FIXED_LEN_BYTE_ARRAY, width, Order.BINARY, plain(width));
    }

    private LeafType date(ArrowType.Date type) {
        Supplier<Fetcher> fetcher = switch (type.getUnit()) {
            case DAY -> plain(Integer.BYTES);
            case MILLISECOND -> converted(Long.BYTES, Integer.BYTES, Conversions.millisToDays(column));
        };
        return new LeafType(PhysicalType.INT32, Integer.BYTES, Order.SIGNED, fetcher)
                .means(LogicalTypes.DATE, ConvertedType.DATE);
    }

    private LeafType time(ArrowType.Time type) {
        if (target.extras() == ParquetTarget.Extras.REFUSE_WITH_TIMES) {
            throw refused(type);
        }
        TimeUnit unit = type.getUnit();
        TimeUnit stored = target.times() == ParquetTarget.Times.KEEP ? atLeastMillis(unit) : TimeUnit.MICROSECOND;
        int width = type.getBitWidth() / Byte.SIZE;
        int bytes = stored == TimeUnit.MILLISECOND ? Integer.BYTES : Long.BYTES;
        ConvertedType old = switch (stored) {
            case MILLISECOND -> ConvertedType.TIME_MILLIS;
            case MICROSECOND -> ConvertedType.TIME_MICROS;
            default -> null;
        };
        // Arrow's times of day belong to no zone.
        return new LeafType(
                        bytes == Integer.BYTES ? PhysicalType.INT32 : PhysicalType.INT64,
                        bytes,
                        Order.SIGNED,
                        rescaled(width, bytes, unit, stored))
                .means(LogicalType.TIME(new TimeType(false, unit(stored))), old);
    }

    private LeafType timestamp(ArrowType.Timestamp type) {
        TimeUnit unit = type.getUnit();
        TimeUnit stored = switch (target.times()) {
            case KEEP -> atLeastMillis(unit);
            case MICROS -> TimeUnit.MICROSECOND;
            case MICROS_OR_NANOS -> unit == TimeUnit.NANOSECOND ? unit : TimeUnit.MICROSECOND;
        };
        boolean instant = type.getTimezone() != null;
        return new LeafType(
                        PhysicalType.INT64, Long.BYTES, Order.SIGNED, rescaled(Long.BYTES, Long.BYTES, unit, stored))
                .means(LogicalType.TIMESTAMP(new TimestampType(instant, unit(stored))), instant ? old(stored) : null);
    }

    private static @Nullable ConvertedType old(TimeUnit unit) {
        return switch (unit) {
            case MILLISECOND -> ConvertedType.TIMESTAMP_MILLIS;
            case MICROSECOND -> ConvertedType.TIMESTAMP_MICROS;
            default -> null;
        };
    }

    private Supplier<Fetcher> rescaled(int width, int bytes, TimeUnit unit, TimeUnit stored) {
        long from = perSecond(unit);
        long to = perSecond(stored);
        if (from == to && width == bytes) {
            return plain(width);
        }
        return converted(
                width,
                bytes,
                Conversions.rescale(
                        column, width, bytes, to > from ? to / from : 1, from > to ? from / to : 1, target.loss()));
    }

    private static TimeUnit atLeastMillis(TimeUnit unit) {
        return unit == TimeUnit.SECOND ? TimeUnit.MILLISECOND : unit;
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
    }

    private static org.apache.parquet.format.TimeUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MICROSECOND -> org.apache.parquet.format.TimeUnit.MICROS(new MicroSeconds());
            case NANOSECOND -> org.apache.parquet.format.TimeUnit.NANOS(new NanoSeconds());
            default -> org.apache.parquet.format.TimeUnit.MILLIS(new MilliSeconds());
        };
    }

    private LeafType interval(ArrowType.Interval type) {
        Supplier<Fetcher> fetcher = switch (type.getUnit()) {
            case YEAR_MONTH -> converted(4, INTERVAL_BYTES, Conversions.monthsToInterval(column));
            case DAY_TIME -> converted(8, INTERVAL_BYTES, Conversions.daysToInterval(column));
            case MONTH_DAY_NANO -> converted(16, INTERVAL_BYTES, Conversions.monthsDaysNanosToInterval(column));
        };
        return extra(
                type,
                new LeafType(PhysicalType.FIXED_LEN_BYTE_ARRAY, INTERVAL_BYTES, Order.NONE, fetcher)
                        .means(null, ConvertedType.INTERVAL));
    }

    private AmpException refused(ArrowType type) {
        return new AmpException(
                ParquetError.TYPE,
                "column " + column + " has the type " + type
                        + ", which the target of this file cannot hold; cast it in the" + " query");
    }
}
