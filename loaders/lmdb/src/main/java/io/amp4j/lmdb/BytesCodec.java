package io.amp4j.lmdb;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Text and binary of any length: the length, then the bytes. */
final class BytesCodec extends ValueCodec {
    /** Puts a value into a vector. */
    private interface Sink {
        void put(int row, byte[] bytes, int length);
    }

    private final ByteAddress source;
    private Sink sink = (row, bytes, length) -> {};
    private @Nullable FieldVector target;
    /** Vectors take values of any length from arrays alone. */
    private byte[] copy = new byte[256];

    BytesCodec(@Nullable ByteAddress source) {
        if (source == null) {
            throw new IllegalArgumentException("no type of bytes");
        }
        this.source = source;
    }

    @Override
    void bindValues(FieldVector vector) {
        source.bind(vector);
    }

    @Override
    int size(int row) {
        source.locate(row);
        return Math.addExact(Bytes.varintSize(source.length()), source.length());
    }

    @Override
    long write(int row, long to) {
        source.locate(row);
        return Bytes.copy(source.address(), Bytes.putVarint(to, source.length()), source.length());
    }

    @Override
    void target(FieldVector vector) {
        target = vector;
        if (vector instanceof BaseVariableWidthVector small) {
            sink = (row, bytes, length) -> small.setSafe(row, bytes, 0, length);
        } else if (vector instanceof BaseLargeVariableWidthVector large) {
            sink = (row, bytes, length) -> large.setSafe(row, bytes, 0, length);
        } else {
            BaseVariableWidthViewVector view = (BaseVariableWidthViewVector) vector;
            sink = (row, bytes, length) -> view.setSafe(row, bytes, 0, length);
        }
    }

    @Override
    long read(long from, int row) {
        int length = Bytes.varint(from);
        long bytes = from + Bytes.varintSize(length);
        if (copy.length < length) {
            copy = new byte[Math.max(length, copy.length * 2)];
        }
        MemoryUtil.copyFromMemory(bytes, copy, 0, length);
        sink.put(row, copy, length);
        return bytes + length;
    }

    @Override
    void readNull(int row) {
        target.setNull(row);
    }
}
