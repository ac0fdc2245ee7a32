package io.amp4j.devnet.internal.table;

import io.amp4j.devnet.internal.table.Column.CellWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes the rows that a cursor walks over. */
final class GeneratedScan<C extends RowCursor> implements RowSource {
    /** How often the size of texts and byte strings is looked at. */
    private static final int ROWS_BETWEEN_LOOKS = 16;

    /** Few transactions have lists: room for one item in ten rows, and more as they come. */
    private static final double LIST_DENSITY = 0.1;

    private final VectorSchemaRoot root;
    private final CellWriter[] writers;
    private final List<BaseVariableWidthVector> variable = new ArrayList<>();
    private final List<BaseFixedWidthVector> required = new ArrayList<>();
    private final C cursor;
    private final int capacity;
    private final long bytes;
    private final long fixedBytes;
    private boolean rowPending;

    GeneratedScan(List<Column<C>> columns, C cursor, BatchLimits limits, BufferAllocator allocator) {
        this.cursor = cursor;
        this.bytes = limits.bytes();
        long width = Math.max(1, columns.stream().mapToLong(Column::bytes).sum());
        capacity = (int) Math.max(1, Math.min(limits.rows(), limits.bytes() / width));
        root = VectorSchemaRoot.create(
                new Schema(columns.stream().map(Column::field).toList()), allocator);
        writers = new CellWriter[columns.size()];
        long fixed = 0;
        for (int i = 0; i < writers.length; i++) {
            FieldVector vector = root.getVector(i);
            writers[i] = columns.get(i).writer().on(vector, cursor);
            if (vector instanceof BaseVariableWidthVector texts) {
                variable.add(texts);
            } else {
                fixed += columns.get(i).bytes();
            }
            if (vector instanceof BaseFixedWidthVector numbers
                    && !vector.getField().isNullable()) {
                required.add(numbers);
            }
        }
        fixedBytes = fixed;
        rowPending = cursor.advance();
    }

    @Override
    public VectorSchemaRoot root() {
        return root;
    }

    @Override
    public boolean next() {
        if (!rowPending) {
            return false;
        }
        root.getFieldVectors().forEach(this::prepare);
        int rows = 0;
        while (rowPending && rows < capacity && !isFull(rows)) {
            for (CellWriter writer : writers) {
                writer.write(rows);
            }
            rows++;
            rowPending = cursor.advance();
        }
        for (BaseFixedWidthVector vector : required) {
            setAllValid(vector.getValidityBuffer(), rows);
        }
        root.setRowCount(rows);
        return true;
    }

    /** Memory is used again if nobody else holds it: fresh pages cost more than the values that are put into them. */
    private void prepare(FieldVector vector) {
        boolean ours = vector.getValueCapacity() >= capacity;
        for (ArrowBuf buffer : vector.getBuffers(false)) {
            ours &= buffer.refCnt() == 1;
        }
        if (ours) {
            vector.reset();
            return;
        }
        vector.clear();
        if (vector instanceof ListVector lists) {
            lists.setInitialCapacity(capacity, LIST_DENSITY);
        } else {
            vector.setInitialCapacity(capacity);
        }
        vector.allocateNew();
    }

    private boolean isFull(int rows) {
        if (variable.isEmpty() || rows == 0 || rows % ROWS_BETWEEN_LOOKS != 0) {
            return false;
        }
        long size = rows * fixedBytes;
        for (BaseVariableWidthVector vector : variable) {
            size += vector.getOffsetBuffer().getInt((long) rows * Integer.BYTES);
        }
        return size >= bytes;
    }

    private static void setAllValid(ArrowBuf validity, int rows) {
        int whole = rows / Byte.SIZE;
        validity.setOne(0L, (long) whole);
        int rest = rows % Byte.SIZE;
        if (rest > 0) {
            validity.setByte(whole, (1 << rest) - 1);
        }
    }

    @Override
    public void close() {
        root.close();
    }
}
