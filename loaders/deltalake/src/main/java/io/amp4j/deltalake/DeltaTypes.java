package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Which Delta type a column becomes: what {@code ParquetTarget.delta()} writes, in Delta's words. */
final class DeltaTypes {
    private static final int MAX_PRECISION = 38;
    private static final DecimalType UINT64 = new DecimalType(20, 0);

    private DeltaTypes() {}

    /** The schema of a new table. All is nullable, since a query's nullability may change. */
    static StructType schema(List<Field> fields) {
        return new StructType(fields.stream().map(DeltaTypes::column).toList());
    }

    static StructField column(Field field) {
        return new StructField(field.getName(), type(field.getName(), field), true);
    }

    private static DataType type(String column, Field field) {
        List<Field> children = field.getChildren();
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Struct -> struct(column, children);
            case List, LargeList, FixedSizeList -> new ArrayType(type(column, children.get(0)), true);
            case Map -> {
                List<Field> entry = children.get(0).getChildren();
                yield new MapType(type(column, entry.get(0)), type(column, entry.get(1)), true);
            }
            case Bool -> BooleanType.BOOLEAN;
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint ->
                ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
                        ? DoubleType.DOUBLE
                        : FloatType.FLOAT;
            case Decimal -> decimal(column, (ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> StringType.STRING;
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> BinaryType.BINARY;
            case Date -> DateType.DATE;
            case Timestamp ->
                ((ArrowType.Timestamp) type).getTimezone() == null
                        ? TimestampNTZType.TIMESTAMP_NTZ
                        : TimestampType.TIMESTAMP;
            default -> throw refused(column, type);
        };
    }

    private static DataType struct(String column, List<Field> children) {
        if (children.isEmpty()) {
            throw refused(column, ArrowType.Struct.INSTANCE);
        }
        return new StructType(children.stream()
                .map(child -> new StructField(child.getName(), type(column, child), true))
                .toList());
    }

    /** Delta has nothing unsigned: the next wider type, and a decimal for 64 bits. */
    private static DataType integer(ArrowType.Int type) {
        int bits = type.getIsSigned() ? type.getBitWidth() : type.getBitWidth() * 2;
        return switch (bits) {
            case 8 -> ByteType.BYTE;
            case 16 -> ShortType.SHORT;
            case 32 -> IntegerType.INTEGER;
            case 64 -> LongType.LONG;
            default -> UINT64;
        };
    }

    private static DataType decimal(String column, ArrowType.Decimal type) {
        if (type.getPrecision() > MAX_PRECISION || type.getScale() < 0 || type.getScale() > type.getPrecision()) {
            throw refused(column, type);
        }
        return new DecimalType(type.getPrecision(), type.getScale());
    }

    private static AmpException refused(String column, ArrowType type) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "column '" + column + "' has the type " + type + ", which Delta Lake has not; cast it in the query");
    }
}
