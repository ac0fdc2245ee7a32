package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.amp4j.loader.testkit.CanonicalRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Values as Snowflake's own driver reads them, in the form in which the testkit compares them. */
final class ReadBack {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private ReadBack() {}

    static boolean keeps(Field field) {
        return switch (field.getType().getTypeID()) {
            case Duration, Interval, Null -> false;
            case Decimal -> ((ArrowType.Decimal) field.getType()).getPrecision() <= 38;
            default -> field.getChildren().stream().allMatch(ReadBack::keeps);
        };
    }

    /** Times as text: read as JDBC's own types they would pass through a time zone. */
    static String expression(Field field) {
        String name = SnowflakeDialect.INSTANCE.quote(field.getName());
        return switch (field.getType().getTypeID()) {
            case Date, Time, Timestamp -> name + "::VARCHAR";
            default -> name;
        };
    }

    static @Nullable Object value(ResultSet rows, int column, Field field) throws SQLException {
        if (rows.getString(column) == null) {
            return null;
        }
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> rows.getBoolean(column);
            case Int -> rows.getBigDecimal(column).toBigIntegerExact();
            case FloatingPoint -> rows.getDouble(column);
            case Decimal -> rows.getBigDecimal(column).setScale(((ArrowType.Decimal) type).getScale());
            case Utf8, LargeUtf8, Utf8View -> rows.getString(column);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> CanonicalRows.hex(rows.getBytes(column));
            case Date -> LocalDate.parse(rows.getString(column));
            case Time -> LocalTime.parse(rows.getString(column));
            case Timestamp -> timestamp(rows.getString(column), ((ArrowType.Timestamp) type).getTimezone() != null);
            default -> json(parse(rows.getString(column)), field);
        };
    }

    private static Object timestamp(String text, boolean hasZone) {
        LocalDateTime time =
                LocalDateTime.parse(text.replaceAll("[ ]?[+]00(:?00)?$", "").replace(' ', 'T'));
        return hasZone ? time.toInstant(ZoneOffset.UTC) : time;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object json(JsonNode value, Field field) {
        if (value == null || value.isNull()) {
            return null;
        }
        return switch (field.getType().getTypeID()) {
            case Int -> value.bigIntegerValue();
            case Timestamp -> Instant.parse(value.textValue());
            case Binary, FixedSizeBinary -> "0x" + value.textValue();
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
}
