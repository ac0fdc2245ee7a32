package io.amp4j.lmdb;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Values of one width, as they stand in Arrow memory: little-endian numbers, bytes as they are. */
final class FixedCodec extends ValueCodec {
    private final int width;
    private long data;
    private @Nullable BaseFixedWidthVector target;

    FixedCodec(int width) {
        this.width = width;
    }

    @Override
    void bindValues(FieldVector vector) {
        vector.getDataBuffer().checkBytes(0, (long) vector.getValueCount() * width);
        data = vector.getDataBuffer().memoryAddress();
    }

    @Override
    int size(int row) {
        return width;
    }

    @Override
    long write(int row, long to) {
        return move(data + (long) row * width, to);
    }

    private long move(long from, long to) {
        if (width == Long.BYTES) {
            MemoryUtil.putLong(to, MemoryUtil.getLong(from));
            return to + width;
        }
        return Bytes.copy(from, to, width);
    }

    @Override
    void target(FieldVector vector) {
        target = (BaseFixedWidthVector) vector;
    }

    @Override
    long read(long from, int row) {
        makeRoom(row);
        target.setIndexDefined(row);
        move(from, target.getDataBuffer().memoryAddress() + (long) row * width);
        return from + width;
    }

    @Override
    void readNull(int row) {
        makeRoom(row);
    }

    private void makeRoom(int row) {
        while (row >= target.getValueCapacity()) {
            target.reAlloc();
        }
    }
}
