package io.amp4j.postgresql;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.IntervalValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/** Values as the server's own driver reads them, in the form in which the testkit compares them. */
public final class ReadBack {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private ReadBack() {}

    /** A value of the current row, or null. */
    public static @Nullable Object value(ResultSet rows, int column, Field field) throws SQLException {
        if (rows.getObject(column) == null) {
            return null;
        }
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> rows.getBoolean(column);
            case Int -> rows.getBigDecimal(column).toBigIntegerExact();
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
                        ? rows.getDouble(column)
                        : (double) rows.getFloat(column);
            case Decimal -> rows.getBigDecimal(column);
            case Utf8, LargeUtf8, Utf8View -> rows.getString(column);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> CanonicalRows.hex(rows.getBytes(column));
            case Date -> rows.getObject(column, LocalDate.class);
            case Time -> rows.getObject(column, LocalTime.class);
            case Timestamp ->
                ((ArrowType.Timestamp) type).getTimezone() == null
                        ? rows.getObject(column, LocalDateTime.class)
                        : rows.getObject(column, OffsetDateTime.class).toInstant();
            case Duration -> Duration.ofNanos(nanos((PGInterval) rows.getObject(column)));
            case Interval -> interval((PGInterval) rows.getObject(column));
            default ->
                rows.getMetaData().getColumnTypeName(column).startsWith("_")
                        ? array(rows, column)
                        : json(parse(rows.getString(column)), field);
        };
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<@Nullable Object> array(ResultSet rows, int column) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : (Object[]) rows.getArray(column).getArray()) {
            values.add(element == null ? null : element(element));
        }
        return values;
    }

    private static Object element(Object value) {
        if (value instanceof BigDecimal number) {
            return number.toBigIntegerExact();
        } else if (value instanceof byte[] bytes) {
            return CanonicalRows.hex(bytes);
        }
        return value instanceof Timestamp moment ? moment.toInstant() : value;
    }

    private static @Nullable Object json(JsonNode value, Field field) {
        if (value.isNull()) {
            return null;
        }
        return switch (field.getType().getTypeID()) {
            case Int -> value.bigIntegerValue();
            case Timestamp -> Instant.parse(value.textValue());
            case List, LargeList, FixedSizeList ->
                list(value, field.getChildren().get(0));
            case Struct -> struct(value, field);
            case Map -> map(value, field.getChildren().get(0).getChildren().get(1));
            default -> value.textValue();
        };
    }

    private static List<@Nullable Object> list(JsonNode value, Field item) {
        List<@Nullable Object> values = new ArrayList<>();
        value.forEach(each -> values.add(json(each, item)));
        return values;
    }

    private static Map<String, @Nullable Object> struct(JsonNode value, Field field) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        field.getChildren().forEach(child -> values.put(child.getName(), json(value.get(child.getName()), child)));
        return values;
    }

    private static Map<Object, @Nullable Object> map(JsonNode entries, Field item) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.get("key").textValue(), json(entry.get("value"), item)));
        return values;
    }

    private static IntervalValue interval(PGInterval value) {
        return new IntervalValue(value.getYears() * 12 + value.getMonths(), value.getDays(), nanos(value));
    }

    private static long nanos(PGInterval value) {
        long seconds = value.getHours() * 3_600L + value.getMinutes() * 60L + value.getWholeSeconds();
        return seconds * 1_000_000_000L + value.getMicroSeconds() * 1_000L;
    }
}
