package io.amp4j.iceberg;

import io.amp4j.loader.testkit.CanonicalRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.ByteBuffers;
import org.jspecify.annotations.Nullable;

/** A table's rows as Iceberg's own reader gives them. */
final class IcebergRows {
    private IcebergRows() {}

    static List<Map<String, @Nullable Object>> of(Table table, List<Field> columns) {
        List<Field> there = columns.stream()
                .filter(column -> table.schema().asStruct().field(column.getName()) != null)
                .toList();
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
            for (Record record : records) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                there.forEach(column -> row.put(column.getName(), value(column, record.getField(column.getName()))));
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static @Nullable Object value(Field field, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (field.getType().getTypeID()) {
            case Int -> new BigInteger(value.toString());
            case FloatingPoint -> ((Number) value).doubleValue();
            case Decimal -> (BigDecimal) value;
            case Utf8, LargeUtf8, Utf8View -> value.toString();
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> CanonicalRows.hex(bytes(value));
            case Timestamp -> value instanceof OffsetDateTime zoned ? zoned.toInstant() : value;
            case List, LargeList, FixedSizeList, ListView -> list(field, (List<?>) value);
            case Struct -> struct(field, (Record) value);
            case Map -> map(field, (Map<?, ?>) value);
            default -> value;
        };
    }

    private static byte[] bytes(Object value) {
        return value instanceof ByteBuffer buffer ? ByteBuffers.toByteArray(buffer) : (byte[]) value;
    }

    private static List<@Nullable Object> list(Field field, List<?> values) {
        List<@Nullable Object> list = new ArrayList<>();
        values.forEach(value -> list.add(value(field.getChildren().get(0), value)));
        return list;
    }

    private static Map<String, @Nullable Object> struct(Field field, Record record) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        field.getChildren()
                .forEach(child -> struct.put(child.getName(), value(child, record.getField(child.getName()))));
        return struct;
    }

    private static Map<Object, @Nullable Object> map(Field field, Map<?, ?> values) {
        List<Field> entry = field.getChildren().get(0).getChildren();
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        values.forEach((key, item) -> map.put(key(entry.get(0), key), value(entry.get(1), item)));
        return map;
    }

    private static Object key(Field field, Object key) {
        Object value = value(field, key);
        if (value == null) {
            throw new IllegalStateException("a map has a null for a key");
        }
        return value;
    }
}
