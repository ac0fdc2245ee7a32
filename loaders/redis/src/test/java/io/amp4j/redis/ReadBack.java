package io.amp4j.redis;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.amp4j.loader.testkit.IntervalValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Text and JSON as values in the form in which the testkit compares them. */
final class ReadBack {
    private static final Pattern INTERVAL = Pattern.compile("P(-?\\d+)M(-?\\d+)DT(-?[0-9.]+)S");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private ReadBack() {}

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value that stands by itself. */
    static Object text(Field field, String text) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> boolOf(text);
            case Int -> new BigInteger(text);
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
                        ? Double.parseDouble(text)
                        : (double) Float.parseFloat(text);
            case Decimal -> new BigDecimal(text);
            case Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView, FixedSizeBinary -> text;
            case Date -> LocalDate.parse(text);
            case Time -> LocalTime.parse(text);
            case Timestamp ->
                ((ArrowType.Timestamp) type).getTimezone() == null ? LocalDateTime.parse(text) : Instant.parse(text);
            case Duration -> Duration.parse(text);
            case Interval -> interval(text);
            default -> nested(parse(text), field);
        };
    }

    private static boolean boolOf(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static IntervalValue interval(String text) {
        Matcher parts = INTERVAL.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        long nanos = new BigDecimal(parts.group(3)).movePointRight(9).longValueExact();
        return new IntervalValue(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), nanos);
    }

    /** A value within JSON, or null. */
    static @Nullable Object json(Field field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return field.getType().isComplex() ? nested(value, field) : text(field, value.asText());
    }

    private static Object nested(JsonNode value, Field field) {
        return switch (field.getType().getTypeID()) {
            case Struct -> struct(value, field);
            case Map -> map(value, field.getChildren().get(0).getChildren());
            default -> list(value, field.getChildren().get(0));
        };
    }

    private static List<@Nullable Object> list(JsonNode value, Field item) {
        List<@Nullable Object> values = new ArrayList<>();
        value.forEach(each -> values.add(json(item, each)));
        return values;
    }

    private static Map<String, @Nullable Object> struct(JsonNode value, Field field) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        field.getChildren().forEach(child -> values.put(child.getName(), json(child, value.get(child.getName()))));
        return values;
    }

    private static Map<Object, @Nullable Object> map(JsonNode entries, List<Field> entry) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (JsonNode each : entries) {
            values.put(json(entry.get(0), each.get("key")), json(entry.get(1), each.get("value")));
        }
        return values;
    }
}
