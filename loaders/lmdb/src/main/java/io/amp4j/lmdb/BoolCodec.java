package io.amp4j.lmdb;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Booleans, a byte each. */
final class BoolCodec extends ValueCodec {
    private @Nullable BitVector values;

    @Override
    void bindValues(FieldVector vector) {
        values = (BitVector) vector;
    }

    @Override
    int size(int row) {
        return 1;
    }

    @Override
    long write(int row, long to) {
        return Bytes.putByte(to, values.get(row));
    }

    @Override
    void target(FieldVector vector) {
        values = (BitVector) vector;
    }

    @Override
    long read(long from, int row) {
        values.setSafe(row, MemoryUtil.getByte(from));
        return from + 1;
    }

    @Override
    void readNull(int row) {
        values.setNull(row);
    }
}
