package io.amp4j.client.internal.decode;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Which types are read. What Arrow's Java vectors would misread is refused. */
final class TypeChecks {
    private TypeChecks() {}

    static void check(Field field) {
        if (field.getName() == null) {
            throw SchemaReader.bad("a field has no name", null);
        }
        if (field.getDictionary() != null) {
            checkIndexType(field);
        }
        ArrowType type = storage(field.getType());
        int children = expectedChildren(field, type);
        if (children >= 0 && field.getChildren().size() != children) {
            throw SchemaReader.bad(
                    "field '" + field.getName() + "' has " + field.getChildren().size() + " children", null);
        }
        field.getChildren().forEach(TypeChecks::check);
    }

    /** What an extension type is stored as. */
    static ArrowType storage(ArrowType type) {
        return type instanceof ArrowType.ExtensionType extension ? extension.storageType() : type;
    }

    private static void checkIndexType(Field field) {
        int bits = field.getDictionary().getIndexType().getBitWidth();
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw SchemaReader.bad("field '" + field.getName() + "' has dictionary indices of " + bits + " bits", null);
        }
    }

    /** How many children the type has; negative where any number will do. */
    private static int expectedChildren(Field field, ArrowType type) {
        return switch (type.getTypeID()) {
            case Null, Bool, Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView -> 0;
            case Date, Time, Timestamp, Interval, Duration -> 0;
            case Int -> known(field, isWidth(((ArrowType.Int) type).getBitWidth(), 8, 16, 32, 64));
            case FloatingPoint -> 0;
            case Decimal -> known(field, isDecimal((ArrowType.Decimal) type));
            case FixedSizeBinary -> known(field, ((ArrowType.FixedSizeBinary) type).getByteWidth() >= 0);
            case List, LargeList -> 1;
            case FixedSizeList -> {
                known(field, ((ArrowType.FixedSizeList) type).getListSize() >= 0);
                yield 1;
            }
            case Map -> {
                known(field, isMap(field));
                yield 1;
            }
            case Struct -> -1;
            case Union, ListView, LargeListView, RunEndEncoded, NONE -> throw unsupported(field);
        };
    }

    private static boolean isDecimal(ArrowType.Decimal type) {
        int digits = type.getBitWidth() == 128 ? 38 : 76;
        return isWidth(type.getBitWidth(), 128, 256) && type.getPrecision() > 0 && type.getPrecision() <= digits;
    }

    private static boolean isMap(Field map) {
        return map.getChildren().size() == 1
                && map.getChildren().get(0).getDictionary() == null
                && map.getChildren().get(0).getType() instanceof ArrowType.Struct
                && map.getChildren().get(0).getChildren().size() == 2;
    }

    private static boolean isWidth(int width, int... widths) {
        for (int known : widths) {
            if (width == known) {
                return true;
            }
        }
        return false;
    }

    private static int known(Field field, boolean good) {
        if (!good) {
            throw unsupported(field);
        }
        return 0;
    }

    private static AmpException unsupported(Field field) {
        return new AmpException(
                ClientError.UNSUPPORTED_TYPE,
                "column '" + field.getName() + "' has the type " + field.getType()
                        + ", which is not read; cast it in the query, such as with arrow_cast");
    }
}
