package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Which Iceberg type an Arrow type becomes: the one that {@link TypeChoice#target()} writes. */
final class IcebergTypes {
    private static final int MAX_PRECISION = 38;
    private static final int UINT64_DIGITS = 20;

    private final TypeChoice choice;
    private final IntSupplier ids;

    /**
     * Types for one table.
     *
     * @param choice where there is more than one way
     * @param ids gives each field inside a list, struct or map an id
     */
    IcebergTypes(TypeChoice choice, IntSupplier ids) {
        this.choice = choice;
        this.ids = ids;
    }

    Types.NestedField column(Field field) {
        return Types.NestedField.optional(ids.getAsInt(), field.getName(), type(field, field.getName()));
    }

    private Type type(Field field, String path) {
        if (field.getDictionary() != null) {
            throw refused(path, "dictionary-encoded values");
        }
        ArrowType type = storage(field.getType());
        return switch (type.getTypeID()) {
            case Bool -> Types.BooleanType.get();
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint -> floating((ArrowType.FloatingPoint) type);
            case Decimal -> decimal((ArrowType.Decimal) type, path);
            case Utf8, LargeUtf8, Utf8View -> Types.StringType.get();
            case Binary, LargeBinary, BinaryView -> Types.BinaryType.get();
            case FixedSizeBinary -> fixed((ArrowType.FixedSizeBinary) type, path);
            case Date -> Types.DateType.get();
            case Time -> time((ArrowType.Time) type, path);
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case List, LargeList, FixedSizeList, ListView ->
                Types.ListType.ofOptional(
                        ids.getAsInt(), type(field.getChildren().get(0), path + ".element"));
            case Struct -> struct(field, path);
            case Map -> map(field, path);
            default -> throw refused(path, "the type " + type);
        };
    }

    static ArrowType storage(ArrowType type) {
        ArrowType result = type;
        while (result instanceof ArrowType.ExtensionType extension) {
            result = extension.storageType();
        }
        return result;
    }

    private static Type integer(ArrowType.Int type) {
        if (type.getIsSigned()) {
            return type.getBitWidth() == Long.SIZE ? Types.LongType.get() : Types.IntegerType.get();
        }
        return switch (type.getBitWidth()) {
            case Long.SIZE -> Types.DecimalType.of(UINT64_DIGITS, 0);
            case Integer.SIZE -> Types.LongType.get();
            default -> Types.IntegerType.get();
        };
    }

    private static Type floating(ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case HALF, SINGLE -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
        };
    }

    private static Type decimal(ArrowType.Decimal type, String path) {
        int scale = type.getScale();
        if (type.getPrecision() > MAX_PRECISION || scale < 0 || scale > type.getPrecision()) {
            throw refused(path, "a decimal of " + type.getPrecision() + " digits and scale " + scale);
        }
        return Types.DecimalType.of(type.getPrecision(), scale);
    }

    private Type fixed(ArrowType.FixedSizeBinary type, String path) {
        if (type.getByteWidth() < 1) {
            throw refused(path, "values of no bytes");
        }
        return choice.fixed() == TypeChoice.Fixed.KEPT
                ? Types.FixedType.ofLength(type.getByteWidth())
                : Types.BinaryType.get();
    }

    private static Type time(ArrowType.Time type, String path) {
        if (type.getUnit() == TimeUnit.NANOSECOND) {
            throw refused(path, "a time of day in nanoseconds");
        }
        return Types.TimeType.get();
    }

    private Type timestamp(ArrowType.Timestamp type) {
        boolean zoned = type.getTimezone() != null;
        if (type.getUnit() == TimeUnit.NANOSECOND && choice.nanos() == TypeChoice.Nanos.KEPT) {
            return zoned ? Types.TimestampNanoType.withZone() : Types.TimestampNanoType.withoutZone();
        }
        return zoned ? Types.TimestampType.withZone() : Types.TimestampType.withoutZone();
    }

    private Type struct(Field field, String path) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (Field child : field.getChildren()) {
            Type type = type(child, path + "." + child.getName());
            fields.add(Types.NestedField.optional(ids.getAsInt(), child.getName(), type));
        }
        if (fields.isEmpty()) {
            throw refused(path, "a struct without fields");
        }
        return Types.StructType.of(fields);
    }

    private Type map(Field field, String path) {
        List<Field> entry = field.getChildren().get(0).getChildren();
        return Types.MapType.ofOptional(
                ids.getAsInt(), ids.getAsInt(), type(entry.get(0), path + ".key"), type(entry.get(1), path + ".value"));
    }

    private static AmpException refused(String column, String what) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "column '" + column + "' has " + what
                        + ", which Iceberg cannot keep. Cast it in the query, or leave it out");
    }
}
