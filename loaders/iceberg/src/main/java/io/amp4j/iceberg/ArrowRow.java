package io.amp4j.iceberg;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** A row of a batch as Iceberg's transforms see it: columns by their place in the table, values as Iceberg has them in memory. Not thread-safe. */
final class ArrowRow implements StructLike {
    private static final long MILLIS_A_DAY = 86_400_000L;
    private static final long NANOS_A_MICRO = 1_000L;
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    private final Schema schema;
    private final TypeChoice.Nanos nanos;
    private final Map<String, @Nullable String> constants = new HashMap<>();
    private @Nullable VectorSchemaRoot root;
    private int row;

    ArrowRow(Schema schema) {
        this.schema = schema;
        this.nanos = TypeChoice.nanosOf(schema);
    }

    void constant(String column, @Nullable String value) {
        constants.put(column, value);
    }

    ArrowRow of(VectorSchemaRoot batch) {
        root = batch;
        return this;
    }

    ArrowRow at(int newRow) {
        row = newRow;
        return this;
    }

    @Override
    public int size() {
        return schema.columns().size();
    }

    @Override
    public <T> T get(int position, Class<T> type) {
        return type.cast(value(schema.columns().get(position)));
    }

    private @Nullable Object value(Types.NestedField column) {
        if (constants.containsKey(column.name())) {
            return constants.get(column.name());
        }
        FieldVector vector = root == null ? null : root.getVector(column.name());
        return vector == null || vector.isNull(row) ? null : value(vector, column);
    }

    private Object value(FieldVector vector, Types.NestedField column) {
        ArrowType type = IcebergTypes.storage(vector.getField().getType());
        return switch (type.getTypeID()) {
            case Bool -> ((BitVector) vector).get(row) != 0;
            case Int -> integer((BaseIntVector) vector, (ArrowType.Int) type, column);
            case FloatingPoint ->
                vector instanceof Float2Vector half ? half.getValueAsFloat(row) : vector.getObject(row);
            case Decimal -> ((BigDecimal) vector.getObject(row)).setScale(((Types.DecimalType) column.type()).scale());
            case Utf8, LargeUtf8, Utf8View -> vector.getObject(row).toString();
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> ByteBuffer.wrap((byte[]) vector.getObject(row));
            case Date ->
                vector instanceof DateMilliVector millis
                        ? (Object) (int) Math.floorDiv(millis.get(row), MILLIS_A_DAY)
                        : ((DateDayVector) vector).get(row);
            case Time -> micros(vector);
            case Timestamp -> timestamp((TimeStampVector) vector, ((ArrowType.Timestamp) type).getUnit());
            default -> throw new IllegalStateException("no transform takes a " + type);
        };
    }

    private Object integer(BaseIntVector vector, ArrowType.Int type, Types.NestedField column) {
        long value = vector.getValueAsLong(row);
        if (!type.getIsSigned() && type.getBitWidth() == Long.SIZE) {
            return new BigDecimal(new BigInteger(Long.toUnsignedString(value)));
        }
        if (!type.getIsSigned() && type.getBitWidth() == Integer.SIZE) {
            value &= UNSIGNED_INT;
        }
        return switch (column.type().typeId()) {
            case INTEGER -> (Object) (int) value;
            default -> value;
        };
    }

    private long micros(FieldVector vector) {
        if (vector instanceof TimeSecVector seconds) {
            return seconds.get(row) * 1_000_000L;
        }
        return vector instanceof TimeMilliVector millis
                ? millis.get(row) * 1_000L
                : ((TimeMicroVector) vector).get(row);
    }

    private long timestamp(TimeStampVector vector, TimeUnit unit) {
        long value = vector.get(row);
        return switch (unit) {
            case SECOND -> value * 1_000_000L;
            case MILLISECOND -> value * 1_000L;
            case MICROSECOND -> value;
            case NANOSECOND -> nanos == TypeChoice.Nanos.KEPT ? value : Math.floorDiv(value, NANOS_A_MICRO);
        };
    }

    @Override
    public <T> void set(int position, T value) {
        throw new UnsupportedOperationException("a batch is only read");
    }
}
