package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Makes keys of values as a program has them: by a batch of one row, so that reading and writing have one way to make keys. */
final class KeyValues implements AutoCloseable {
    /** The parts of a key where none was named, as {@link PlaceKeys} writes them. */
    private static final KeySpec PLACE = new KeySpec("first_block,stream,batch,row", KeyEncoding.ORDERED);

    private static final List<Field> PLACE_COLUMNS = List.of(
            Field.nullable("first_block", new ArrowType.Int(Long.SIZE, false)),
            Field.nullable("stream", new ArrowType.Int(Integer.SIZE, false)),
            Field.nullable("batch", new ArrowType.FixedSizeBinary(Long.BYTES)),
            Field.nullable("row", new ArrowType.Int(Integer.SIZE, false)));
    private static final BatchId NO_BATCH = new BatchId("0000000000000000");

    private final KeySpec spec;
    private final Schema schema;
    private final int longest;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot row;
    private final Map<Integer, ColumnKeys> writers = new HashMap<>();

    KeyValues(TableInfo table, int longest, BufferAllocator allocator) {
        this.spec = table.key().isPlace() ? PLACE : table.key();
        this.longest = longest;
        this.allocator = allocator;
        List<Field> columns = new ArrayList<>();
        for (String name : spec.columns()) {
            List<Field> all = table.key().isPlace() ? PLACE_COLUMNS : table.columns();
            all.stream().filter(field -> field.getName().equals(name)).forEach(columns::add);
        }
        this.schema = new Schema(columns);
        this.row = VectorSchemaRoot.create(schema, allocator);
        row.allocateNew();
    }

    List<String> columns() {
        return spec.columns();
    }

    /** The key of values, or the beginning of it where the last columns are not given. Valid until the next call. */
    Slice encode(List<Object> values, Slice slice) {
        if (values.isEmpty()) {
            return slice;
        }
        if (values.size() > columns().size()) {
            throw new IllegalArgumentException("the key has only the columns " + columns());
        }
        row.getFieldVectors().forEach(FieldVector::reset);
        for (int i = 0; i < values.size(); i++) {
            set(row.getVector(columns().get(i)), values.get(i));
        }
        row.setRowCount(1);
        ColumnKeys writer =
                writers.computeIfAbsent(values.size(), count -> ColumnKeys.of(spec, schema, count, longest, allocator));
        writer.encode(row, 0, 1, NO_BATCH, null);
        writer.locate(0, slice);
        return slice;
    }

    private static void set(FieldVector vector, Object value) {
        if (vector instanceof BaseIntVector integers && value instanceof Number number) {
            set(vector, integers, number.longValue());
        } else if (vector instanceof FixedSizeBinaryVector fixed && value instanceof byte[] bytes) {
            fixed.setSafe(0, bytes);
        } else if (vector instanceof BitVector bits && value instanceof Boolean bit) {
            bits.setSafe(0, bit ? 1 : 0);
        } else if (vector instanceof DecimalVector decimals && value instanceof BigDecimal decimal) {
            decimals.setSafe(0, decimal.setScale(decimals.getScale()));
        } else if (vector instanceof Decimal256Vector decimals && value instanceof BigDecimal decimal) {
            decimals.setSafe(0, decimal.setScale(decimals.getScale()));
        } else if (value instanceof String || value instanceof byte[]) {
            setBytes(vector, value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value);
        } else {
            setTime(vector, value);
        }
    }

    private static void set(FieldVector vector, BaseIntVector integers, long value) {
        integers.setWithPossibleTruncate(0, value);
        int unused = Long.SIZE - ((ArrowType.Int) vector.getField().getType()).getBitWidth();
        if (integers.getValueAsLong(0) << unused >> unused != value
                && integers.getValueAsLong(0) << unused >>> unused != value) {
            throw new IllegalArgumentException(value + " is out of the range of column '" + vector.getName() + "'");
        }
    }

    private static void setBytes(FieldVector vector, byte[] bytes) {
        if (vector instanceof BaseVariableWidthVector small) {
            small.setSafe(0, bytes);
        } else if (vector instanceof BaseLargeVariableWidthVector large) {
            large.setSafe(0, bytes);
        } else if (vector instanceof BaseVariableWidthViewVector view) {
            view.setSafe(0, bytes);
        } else {
            throw unfit(vector);
        }
    }

    /** Times are integers of their width. */
    private static void setTime(FieldVector vector, Object value) {
        int width = FixedWidths.of(vector.getField().getType());
        if (!(value instanceof Number number) || (width != Long.BYTES && width != Integer.BYTES)) {
            throw unfit(vector);
        }
        BitVectorHelper.setBit(vector.getValidityBuffer(), 0);
        if (width == Long.BYTES) {
            vector.getDataBuffer().setLong(0, number.longValue());
        } else {
            vector.getDataBuffer().setInt(0, number.intValue());
        }
    }

    private static IllegalArgumentException unfit(FieldVector vector) {
        return new IllegalArgumentException("column '" + vector.getName() + "' of the key has the type "
                + vector.getField().getType() + ", which the value given for it is not");
    }

    @Override
    public void close() {
        writers.values().forEach(ColumnKeys::close);
        writers.clear();
        row.close();
    }
}
