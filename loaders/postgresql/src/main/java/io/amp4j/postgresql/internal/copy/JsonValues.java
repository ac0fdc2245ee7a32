package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import io.amp4j.postgresql.TypeRules;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses how a field's values are written as JSON. */
final class JsonValues {
    private JsonValues() {}

    /** The writer, or null for a type that JSON cannot hold. */
    static @Nullable JsonValue find(Field field, TypeRules rules) {
        if (field.getDictionary() != null) {
            return null;
        }
        ArrowType type = ColumnTypes.storageType(field);
        return switch (type.getTypeID()) {
            case Null -> JsonPlain.nothing();
            case Bool -> JsonPlain.bool();
            case Int -> JsonPlain.integer(IntegerSource.of((ArrowType.Int) type));
            case FloatingPoint -> JsonPlain.floating(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> new JsonText(ByteSource.of(type), rules.nul());
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> JsonPlain.hex(ByteSource.of(type));
            case Date -> JsonPlain.date(((ArrowType.Date) type).getUnit() == DateUnit.DAY);
            case Time -> JsonPlain.time(((ArrowType.Time) type).getUnit());
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Duration -> JsonPlain.duration(((ArrowType.Duration) type).getUnit());
            case Interval -> JsonPlain.interval();
            case List, LargeList, FixedSizeList, Map -> list(field, rules);
            case Struct -> struct(field, rules);
            default -> null;
        };
    }

    private static @Nullable JsonValue decimal(ArrowType.Decimal type) {
        return type.getBitWidth() < Long.SIZE ? null : JsonPlain.decimal(type.getBitWidth(), type.getScale());
    }

    private static JsonValue timestamp(ArrowType.Timestamp type) {
        return JsonPlain.timestamp(type.getUnit(), type.getTimezone() != null);
    }

    /** A map is a list of structs with a key and a value. */
    private static @Nullable JsonValue list(Field field, TypeRules rules) {
        JsonValue element = find(field.getChildren().get(0), rules);
        return element == null ? null : new JsonNesting.ListValue(element);
    }

    private static @Nullable JsonValue struct(Field field, TypeRules rules) {
        List<byte[]> names = new ArrayList<>();
        List<JsonValue> values = new ArrayList<>();
        for (Field child : field.getChildren()) {
            JsonValue value = find(child, rules);
            if (value == null) {
                return null;
            }
            names.add(JsonText.name(child.getName()));
            values.add(value);
        }
        return new JsonNesting.StructValue(names, values);
    }
}
