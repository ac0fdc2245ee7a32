package io.amp4j.deltalake.internal;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
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
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Delta Kernel's batches as Arrow's. A value at a time: this serves checkpoints and the few files that a reorg writes anew, never the rows of a
 * load.
 */
public final class KernelRows {
    private KernelRows() {}

    /**
     * The Arrow schema of a Delta schema.
     *
     * @param type the schema
     * @return columns of the same names and nullability
     */
    public static Schema schema(StructType type) {
        return new Schema(fields(type));
    }

    private static List<Field> fields(StructType type) {
        return type.fields().stream()
                .map(field -> field(field.getName(), field.getDataType(), field.isNullable()))
                .toList();
    }

    private static Field field(String name, DataType type, boolean nullable) {
        if (type instanceof StructType struct) {
            return new Field(name, new FieldType(nullable, ArrowType.Struct.INSTANCE, null), fields(struct));
        } else if (type instanceof ArrayType array) {
            Field element = field("element", array.getElementType(), array.containsNull());
            return new Field(name, new FieldType(nullable, ArrowType.List.INSTANCE, null), List.of(element));
        } else if (type instanceof MapType map) {
            List<Field> entry = List.of(
                    field("key", map.getKeyType(), false),
                    field("value", map.getValueType(), map.isValueContainsNull()));
            Field entries = new Field("key_value", FieldType.notNullable(ArrowType.Struct.INSTANCE), entry);
            return new Field(name, new FieldType(nullable, new ArrowType.Map(false), null), List.of(entries));
        }
        return new Field(name, new FieldType(nullable, leaf(type), null), null);
    }

    private static ArrowType leaf(DataType type) {
        if (type instanceof BooleanType) {
            return ArrowType.Bool.INSTANCE;
        } else if (type instanceof ByteType) {
            return new ArrowType.Int(Byte.SIZE, true);
        } else if (type instanceof ShortType) {
            return new ArrowType.Int(Short.SIZE, true);
        } else if (type instanceof IntegerType) {
            return new ArrowType.Int(Integer.SIZE, true);
        } else if (type instanceof LongType) {
            return new ArrowType.Int(Long.SIZE, true);
        } else if (type instanceof FloatType) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        } else if (type instanceof DoubleType) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        } else if (type instanceof DecimalType decimal) {
            return new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), 128);
        } else if (type instanceof StringType) {
            return ArrowType.Utf8.INSTANCE;
        } else if (type instanceof BinaryType) {
            return ArrowType.Binary.INSTANCE;
        } else if (type instanceof DateType) {
            return new ArrowType.Date(DateUnit.DAY);
        } else if (type instanceof TimestampType) {
            return new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
        } else if (type instanceof TimestampNTZType) {
            return new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
        }
        throw new UnsupportedOperationException("Delta's type " + type + " is not written here");
    }

    /**
     * Copies the rows that a batch selects.
     *
     * @param batch the batch, in the order of the root's columns
     * @param root takes the rows in the place of what it holds; stays the caller's
     */
    public static void copy(FilteredColumnarBatch batch, VectorSchemaRoot root) {
        Optional<ColumnVector> selection = batch.getSelectionVector();
        int size = batch.getData().getSize();
        int selected = 0;
        root.clear();
        root.allocateNew();
        for (int row = 0; row < size; row++) {
            if (selection.isEmpty()
                    || (!selection.get().isNullAt(row) && selection.get().getBoolean(row))) {
                for (int column = 0; column < root.getFieldVectors().size(); column++) {
                    set(batch.getData().getColumnVector(column), row, root.getVector(column), selected);
                }
                selected++;
            }
        }
        root.setRowCount(selected);
    }

    private static void set(ColumnVector from, int row, FieldVector to, int index) {
        if (from.isNullAt(row)) {
            setNull(to, index);
        } else if (to instanceof StructVector struct) {
            struct.setIndexDefined(index);
            for (int child = 0; child < struct.size(); child++) {
                set(from.getChild(child), row, (FieldVector) struct.getChildByOrdinal(child), index);
            }
        } else if (to instanceof MapVector map) {
            setMap(from.getMap(row), map, index);
        } else if (to instanceof ListVector list) {
            setList(from.getArray(row), list, index);
        } else {
            setLeaf(from, row, to, index);
        }
    }

    private static void setNull(FieldVector to, int index) {
        while (index >= to.getValueCapacity()) {
            to.reAlloc();
        }
        to.setNull(index);
        if (to instanceof StructVector struct) {
            struct.getChildrenFromFields().forEach(child -> setNull(child, index));
        }
    }

    private static void setList(ArrayValue value, ListVector list, int index) {
        int start = list.startNewValue(index);
        for (int i = 0; i < value.getSize(); i++) {
            set(value.getElements(), i, list.getDataVector(), start + i);
        }
        list.endValue(index, value.getSize());
    }

    private static void setMap(MapValue value, MapVector map, int index) {
        int start = map.startNewValue(index);
        StructVector entries = (StructVector) map.getDataVector();
        for (int i = 0; i < value.getSize(); i++) {
            entries.setIndexDefined(start + i);
            set(value.getKeys(), i, (FieldVector) entries.getChildByOrdinal(0), start + i);
            set(value.getValues(), i, (FieldVector) entries.getChildByOrdinal(1), start + i);
        }
        map.endValue(index, value.getSize());
    }

    private static void setLeaf(ColumnVector from, int row, FieldVector to, int index) {
        if (to instanceof BitVector bits) {
            bits.setSafe(index, from.getBoolean(row) ? 1 : 0);
        } else if (to instanceof TinyIntVector numbers) {
            numbers.setSafe(index, from.getByte(row));
        } else if (to instanceof SmallIntVector numbers) {
            numbers.setSafe(index, from.getShort(row));
        } else if (to instanceof IntVector numbers) {
            numbers.setSafe(index, from.getInt(row));
        } else if (to instanceof BigIntVector numbers) {
            numbers.setSafe(index, from.getLong(row));
        } else if (to instanceof Float4Vector numbers) {
            numbers.setSafe(index, from.getFloat(row));
        } else if (to instanceof Float8Vector numbers) {
            numbers.setSafe(index, from.getDouble(row));
        } else if (to instanceof DecimalVector numbers) {
            numbers.setSafe(index, from.getDecimal(row).setScale(numbers.getScale(), RoundingMode.UNNECESSARY));
        } else if (to instanceof VarCharVector texts) {
            texts.setSafe(index, from.getString(row).getBytes(StandardCharsets.UTF_8));
        } else if (to instanceof VarBinaryVector bytes) {
            bytes.setSafe(index, from.getBinary(row));
        } else if (to instanceof DateDayVector days) {
            days.setSafe(index, from.getInt(row));
        } else if (to instanceof TimeStampVector times) {
            times.setSafe(index, from.getLong(row));
        } else {
            throw new IllegalStateException("no values for " + to.getField());
        }
    }
}
