package io.amp4j.loader.labels;

import io.amp4j.loader.arrow.ByteSource;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of a batch stand in memory, in the form in which they are looked up. Bytes are left where they are; hex and numbers are
 * written into a buffer of its own, which is used again. Used by one thread.
 */
final class Keys implements AutoCloseable {
    /** The length of a key that equals nothing: null, or text that is no hex. */
    static final int NONE = -1;

    private final KeyForm form;
    private final ArrowType type;
    private final @Nullable ByteSource source;
    private @Nullable ArrowBuf scratch;
    private long[] addresses = new long[0];
    private int[] lengths = new int[0];

    Keys(KeyForm form, ArrowType type) {
        this.form = form;
        this.type = type;
        this.source = form == KeyForm.NUMBER ? null : Objects.requireNonNull(ByteSource.of(type));
    }

    long address(int row) {
        return addresses[row];
    }

    int length(int row) {
        return lengths[row];
    }

    /** Takes the next vector; it must stay as it is as long as its keys are read. */
    void bind(FieldVector vector, int rows) {
        if (addresses.length < rows) {
            addresses = new long[rows];
            lengths = new int[rows];
        }
        if (source == null) {
            bindNumbers(vector, rows);
            return;
        }
        source.bind(vector);
        long bytes = bindBytes(source, vector, rows);
        if (form == KeyForm.HEX) {
            decode(vector.getAllocator(), rows, bytes);
        }
    }

    private long bindBytes(ByteSource bytes, FieldVector vector, int rows) {
        if (vector.getNullCount() == 0 && vector instanceof FixedSizeBinaryVector fixed) {
            return bindFixed(fixed.getDataBuffer().memoryAddress(), fixed.getByteWidth(), rows);
        }
        if (vector.getNullCount() == 0 && vector instanceof BaseVariableWidthVector && rows > 0) {
            return bindVariable(
                    vector.getDataBuffer().memoryAddress(),
                    vector.getOffsetBuffer().memoryAddress(),
                    rows);
        }
        boolean nulls = vector.getNullCount() > 0;
        long total = 0;
        for (int row = 0; row < rows; row++) {
            if (nulls && vector.isNull(row)) {
                lengths[row] = NONE;
                continue;
            }
            bytes.locate(row);
            addresses[row] = bytes.buffer().memoryAddress() + bytes.start();
            lengths[row] = (int) bytes.length();
            total += bytes.length();
        }
        return total;
    }

    /** What addresses mostly are: nothing has to be asked for each row. */
    private long bindFixed(long data, int width, int rows) {
        for (int row = 0; row < rows; row++) {
            addresses[row] = data + (long) row * width;
            lengths[row] = width;
        }
        return (long) rows * width;
    }

    private long bindVariable(long data, long offsets, int rows) {
        int first = MemoryUtil.getInt(offsets);
        int start = first;
        for (int row = 0; row < rows; row++) {
            int end = MemoryUtil.getInt(offsets + (row + 1L) * Integer.BYTES);
            addresses[row] = data + start;
            lengths[row] = end - start;
            start = end;
        }
        return start - (long) first;
    }

    private void decode(BufferAllocator allocator, int rows, long bytes) {
        long to = room(allocator, bytes / 2 + 1);
        for (int row = 0; row < rows; row++) {
            if (lengths[row] == NONE) {
                continue;
            }
            int length = Hex.decode(addresses[row], lengths[row], to);
            addresses[row] = to;
            lengths[row] = length;
            to += Math.max(0, length);
        }
    }

    /** An unsigned number beyond what is signed equals none: labels hold none of these. */
    private void bindNumbers(FieldVector vector, int rows) {
        boolean unsigned = !((ArrowType.Int) type).getIsSigned();
        long to = room(vector.getAllocator(), (long) rows * Long.BYTES);
        for (int row = 0; row < rows; row++, to += Long.BYTES) {
            boolean known = !vector.isNull(row);
            long number = known ? ((BaseIntVector) vector).getValueAsLong(row) : 0;
            MemoryUtil.putLong(to, number);
            addresses[row] = to;
            lengths[row] = known && !(unsigned && number < 0) ? Long.BYTES : NONE;
        }
    }

    private long room(BufferAllocator allocator, long bytes) {
        if (scratch == null || scratch.capacity() < bytes) {
            close();
            scratch = allocator.buffer(bytes);
        }
        return scratch.memoryAddress();
    }

    @Override
    public void close() {
        if (scratch != null) {
            scratch.close();
            scratch = null;
        }
    }
}
