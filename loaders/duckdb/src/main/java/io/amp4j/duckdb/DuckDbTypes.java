package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Which DuckDB type keeps an Arrow type's values without loss, and as which Arrow type they are handed over. */
final class DuckDbTypes {
    private static final int DUCKDB_DECIMAL_DIGITS = 38;

    private DuckDbTypes() {}

    static String columnType(Field field) {
        List<Field> children = field.getChildren();
        if (field.getDictionary() != null) {
            throw unsupported(field);
        }
        return switch (field.getType().getTypeID()) {
            case Null -> "VARCHAR";
            case Bool -> "BOOLEAN";
            case Int -> integer((ArrowType.Int) field.getType());
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) field.getType()).getPrecision() == FloatingPointPrecision.DOUBLE
                        ? "DOUBLE"
                        : "FLOAT";
            case Decimal -> decimal(field, (ArrowType.Decimal) field.getType());
            case Utf8, LargeUtf8, Utf8View -> "VARCHAR";
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> "BLOB";
            case Date -> "DATE";
            case Time -> ((ArrowType.Time) field.getType()).getUnit() == TimeUnit.NANOSECOND ? "TIME_NS" : "TIME";
            case Timestamp -> timestamp((ArrowType.Timestamp) field.getType());
            case Interval -> "INTERVAL";
            case Duration ->
                ((ArrowType.Duration) field.getType()).getUnit() == TimeUnit.NANOSECOND ? "BIGINT" : "INTERVAL";
            case List, LargeList, ListView, LargeListView -> nested(children.get(0)) + "[]";
            case FixedSizeList ->
                nested(children.get(0)) + "[" + ((ArrowType.FixedSizeList) field.getType()).getListSize() + "]";
            case Map -> map(children.get(0).getChildren());
            case Struct -> struct(field);
            default -> throw unsupported(field);
        };
    }

    /**
     * The field as it is handed over: bit for bit the same buffers under another name, where DuckDB would otherwise round. Converted columns
     * ({@link ConvertedColumn}) are not renamed here.
     */
    static Field handedOver(Field field) {
        List<Field> children = new ArrayList<>();
        field.getChildren().forEach(child -> children.add(handedOver(child)));
        ArrowType type = renamed(field.getType());
        return new Field(field.getName(), new FieldType(field.isNullable(), type, null), children);
    }

    private static ArrowType renamed(ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp && timestamp.getUnit() == TimeUnit.NANOSECOND) {
            return new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
        }
        if (type instanceof ArrowType.Duration duration && duration.getUnit() == TimeUnit.NANOSECOND) {
            return new ArrowType.Int(Long.SIZE, true);
        }
        return type;
    }

    static boolean isWideDecimal(ArrowType type) {
        return type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 256;
    }

    private static String integer(ArrowType.Int type) {
        String name = switch (type.getBitWidth()) {
            case 8 -> "TINYINT";
            case 16 -> "SMALLINT";
            case 32 -> "INTEGER";
            default -> "BIGINT";
        };
        return type.getIsSigned() ? name : "U" + name;
    }

    private static String decimal(Field field, ArrowType.Decimal type) {
        if (isWideDecimal(type)) {
            return "VARCHAR";
        }
        if (type.getScale() < 0
                || type.getScale() > type.getPrecision()
                || type.getPrecision() > DUCKDB_DECIMAL_DIGITS) {
            throw unsupported(field);
        }
        return "DECIMAL(" + type.getPrecision() + "," + type.getScale() + ")";
    }

    private static String timestamp(ArrowType.Timestamp type) {
        if (type.getUnit() == TimeUnit.NANOSECOND) {
            return "TIMESTAMP_NS";
        }
        if (type.getTimezone() != null) {
            return "TIMESTAMP WITH TIME ZONE";
        }
        return switch (type.getUnit()) {
            case SECOND -> "TIMESTAMP_S";
            case MILLISECOND -> "TIMESTAMP_MS";
            default -> "TIMESTAMP";
        };
    }

    private static String map(List<Field> entry) {
        return "MAP(" + nested(entry.get(0)) + ", " + nested(entry.get(1)) + ")";
    }

    private static String struct(Field field) {
        if (field.getChildren().isEmpty()) {
            throw unsupported(field);
        }
        return field.getChildren().stream()
                .map(child -> '"' + child.getName().replace("\"", "\"\"") + "\" " + nested(child))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    /** Inside a list, a struct or a map nothing is converted, so what needs it is refused. */
    private static String nested(Field field) {
        if (ConvertedColumn.isNeeded(field.getType())) {
            throw unsupported(field);
        }
        return columnType(field);
    }

    private static AmpException unsupported(Field field) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "DuckDB has no type that keeps column '" + field.getName() + "' of type " + field.getType()
                        + " without loss where it stands. Convert it in the query, for example with arrow_cast");
    }
}
