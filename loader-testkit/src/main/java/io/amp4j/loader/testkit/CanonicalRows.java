package io.amp4j.loader.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Arrow values as plain Java values, so that rows of any store can be compared:
 *
 * <table>
 * <caption>Arrow type and Java value</caption>
 * <tr><td>boolean</td><td>{@link Boolean}</td></tr>
 * <tr><td>integers, signed or not</td><td>{@link BigInteger}</td></tr>
 * <tr><td>floating point of any width</td><td>{@link Double}</td></tr>
 * <tr><td>decimals</td><td>{@link BigDecimal} with the type's scale</td></tr>
 * <tr><td>text</td><td>{@link String}</td></tr>
 * <tr><td>binary</td><td>hex {@link String} that starts with {@code 0x}</td></tr>
 * <tr><td>date, time</td><td>{@link LocalDate}, {@link LocalTime}</td></tr>
 * <tr><td>timestamp with, without zone</td><td>{@link Instant}, {@link LocalDateTime}</td></tr>
 * <tr><td>duration</td><td>{@link Duration}</td></tr>
 * <tr><td>interval</td><td>{@link IntervalValue}</td></tr>
 * <tr><td>list, struct, map</td><td>{@link List}, {@link Map} by field name, {@link Map} by key</td></tr>
 * </table>
 */
public final class CanonicalRows {
    private CanonicalRows() {}

    /**
     * The rows of a batch.
     *
     * @param root the batch
     * @return its rows by column name, in order
     */
    public static List<Map<String, @Nullable Object>> of(VectorSchemaRoot root) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < root.getRowCount(); i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (FieldVector column : root.getFieldVectors()) {
                row.put(column.getName(), value(column, i));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * One value.
     *
     * @param vector a column, or the values within one
     * @param index which value
     * @return the value, or null
     */
    public static @Nullable Object value(FieldVector vector, int index) {
        if (vector.isNull(index)) {
            return null;
        }
        return switch (vector.getField().getType().getTypeID()) {
            case Bool -> ((BitVector) vector).get(index) != 0;
            case Int -> integer((BaseIntVector) vector, index);
            case FloatingPoint ->
                vector instanceof Float2Vector half
                        ? (double) half.getValueAsFloat(index)
                        : ((Number) object(vector, index)).doubleValue();
            case Utf8, LargeUtf8, Utf8View -> object(vector, index).toString();
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> hex((byte[]) object(vector, index));
            case Date, Time, Timestamp, Duration, Interval -> temporal(vector, index);
            case Map -> map((MapVector) vector, index);
            case List -> {
                ListVector list = (ListVector) vector;
                yield list(list.getDataVector(), list.getElementStartIndex(index), list.getElementEndIndex(index));
            }
            case LargeList -> {
                LargeListVector list = (LargeListVector) vector;
                yield list(list.getDataVector(), list.getElementStartIndex(index), list.getElementEndIndex(index));
            }
            case FixedSizeList -> {
                FixedSizeListVector list = (FixedSizeListVector) vector;
                yield list(list.getDataVector(), list.getElementStartIndex(index), list.getElementEndIndex(index));
            }
            case Struct -> struct((StructVector) vector, index);
            default -> object(vector, index);
        };
    }

    /**
     * Bytes as they stand in a canonical row.
     *
     * @param bytes the bytes
     * @return hex digits behind {@code 0x}
     */
    public static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Text as bytes in a canonical row.
     *
     * @param text the text
     * @return hex digits of its UTF-8 behind {@code 0x}
     */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A value with each of its leaves replaced: what a store that keeps a type in another way gives back.
     *
     * @param field the column, or a field within it
     * @param value its canonical value, or null
     * @param leaf the replacement of a value that is no list, struct or map; given the leaf's own field
     * @return the value with its leaves replaced
     */
    public static @Nullable Object replacing(
            Field field, @Nullable Object value, BiFunction<Field, Object, Object> leaf) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> replaced = new ArrayList<>();
            list.forEach(item -> replaced.add(replacing(field.getChildren().get(0), item, leaf)));
            return replaced;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> replaced = new LinkedHashMap<>();
            map.forEach((key, item) -> replaced.put(key, replacing(child(field, key), item, leaf)));
            return replaced;
        }
        return value == null ? null : leaf.apply(field, value);
    }

    /** The field of a struct's member, or of a map's values. */
    private static Field child(Field field, Object key) {
        if (field.getType() instanceof ArrowType.Map) {
            return field.getChildren().get(0).getChildren().get(1);
        }
        return field.getChildren().stream()
                .filter(child -> child.getName().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Object object(FieldVector vector, int index) {
        Object value = vector.getObject(index);
        if (value == null) {
            throw new IllegalStateException("a value that is not null reads as null");
        }
        return value;
    }

    private static BigInteger integer(BaseIntVector vector, int index) {
        ArrowType.Int type = (ArrowType.Int) vector.getField().getType();
        BigInteger value = BigInteger.valueOf(vector.getValueAsLong(index));
        boolean wrapped = !type.getIsSigned() && value.signum() < 0;
        return wrapped ? value.add(BigInteger.ONE.shiftLeft(type.getBitWidth())) : value;
    }

    private static Object temporal(FieldVector vector, int index) {
        if (vector instanceof DateDayVector days) {
            return LocalDate.ofEpochDay(days.get(index));
        } else if (vector instanceof DateMilliVector millis) {
            return LocalDate.ofEpochDay(Math.floorDiv(millis.get(index), 86_400_000L));
        } else if (vector instanceof TimeSecVector seconds) {
            return LocalTime.ofSecondOfDay(seconds.get(index));
        } else if (vector instanceof TimeMilliVector millis) {
            return LocalTime.ofNanoOfDay(millis.get(index) * 1_000_000L);
        } else if (vector instanceof TimeMicroVector micros) {
            return LocalTime.ofNanoOfDay(micros.get(index) * 1_000L);
        } else if (vector instanceof TimeNanoVector nanos) {
            return LocalTime.ofNanoOfDay(nanos.get(index));
        } else if (vector instanceof TimeStampVector timestamps) {
            return timestamp(timestamps, index);
        } else if (vector instanceof DurationVector durations) {
            return durations.getObject(index);
        }
        return interval(vector, index);
    }

    private static Object timestamp(TimeStampVector vector, int index) {
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        Instant instant = instant(type.getUnit(), vector.get(index));
        return type.getTimezone() == null ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant;
    }

    private static Instant instant(TimeUnit unit, long value) {
        long perSecond = switch (unit) {
            case SECOND -> 1;
            case MILLISECOND -> 1_000;
            case MICROSECOND -> 1_000_000;
            case NANOSECOND -> 1_000_000_000;
        };
        long nanos = Math.floorMod(value, perSecond) * (1_000_000_000 / perSecond);
        return Instant.ofEpochSecond(Math.floorDiv(value, perSecond), nanos);
    }

    private static IntervalValue interval(FieldVector vector, int index) {
        if (vector instanceof IntervalYearVector months) {
            return new IntervalValue(months.get(index), 0, 0);
        } else if (vector instanceof IntervalDayVector days) {
            int whole = IntervalDayVector.getDays(days.getDataBuffer(), index);
            return new IntervalValue(
                    0, whole, IntervalDayVector.getMilliseconds(days.getDataBuffer(), index) * 1_000_000L);
        }
        IntervalMonthDayNanoVector all = (IntervalMonthDayNanoVector) vector;
        return new IntervalValue(
                IntervalMonthDayNanoVector.getMonths(all.getDataBuffer(), index),
                IntervalMonthDayNanoVector.getDays(all.getDataBuffer(), index),
                IntervalMonthDayNanoVector.getNanoseconds(all.getDataBuffer(), index));
    }

    private static List<@Nullable Object> list(FieldVector values, long from, long to) {
        List<@Nullable Object> list = new ArrayList<>();
        for (long i = from; i < to; i++) {
            list.add(value(values, Math.toIntExact(i)));
        }
        return list;
    }

    private static Map<String, @Nullable Object> struct(StructVector vector, int index) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (FieldVector child : vector.getChildrenFromFields()) {
            struct.put(child.getName(), value(child, index));
        }
        return struct;
    }

    private static Map<Object, @Nullable Object> map(MapVector vector, int index) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        List<FieldVector> entry = vector.getDataVector().getChildrenFromFields();
        for (int i = vector.getElementStartIndex(index); i < vector.getElementEndIndex(index); i++) {
            Object key = value(entry.get(0), i);
            if (key == null) {
                throw new IllegalStateException("a map has a null for a key");
            }
            map.put(key, value(entry.get(1), i));
        }
        return map;
    }
}
