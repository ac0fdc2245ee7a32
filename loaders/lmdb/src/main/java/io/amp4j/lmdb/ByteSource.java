package io.amp4j.lmdb;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a row's text or binary stand in Arrow memory. One object per column, pointed at one row after the other. */
abstract class ByteSource {
    private long address;
    private int length;

    /** The source for a type of bytes or text of any length, or null for other types. */
    static @Nullable ByteSource of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, Binary -> new Variable();
            case LargeUtf8, LargeBinary -> new Large();
            case Utf8View, BinaryView -> new View();
            default -> null;
        };
    }

    abstract void bind(FieldVector vector);

    abstract void locate(int row);

    final long address() {
        return address;
    }

    final int length() {
        return length;
    }

    /** Checked, since a broken offset would read foreign memory. */
    final void set(ArrowBuf buffer, long from, long newLength) {
        if (newLength < 0 || newLength > Integer.MAX_VALUE) {
            throw new IllegalStateException("an offset of a batch lies before the one in front of it");
        }
        buffer.checkBytes(from, from + newLength);
        address = buffer.memoryAddress() + from;
        length = (int) newLength;
    }

    private static final class Variable extends ByteSource {
        private @Nullable ArrowBuf offsets;
        private @Nullable ArrowBuf data;

        @Override
        void bind(FieldVector vector) {
            offsets = vector.getOffsetBuffer();
            data = vector.getDataBuffer();
        }

        @Override
        void locate(int row) {
            long at = (long) row << 2;
            int from = offsets.getInt(at);
            set(data, from, (long) offsets.getInt(at + Integer.BYTES) - from);
        }
    }

    private static final class Large extends ByteSource {
        private @Nullable ArrowBuf offsets;
        private @Nullable ArrowBuf data;

        @Override
        void bind(FieldVector vector) {
            offsets = vector.getOffsetBuffer();
            data = vector.getDataBuffer();
        }

        @Override
        void locate(int row) {
            long at = (long) row << 3;
            long from = offsets.getLong(at);
            set(data, from, offsets.getLong(at + Long.BYTES) - from);
        }
    }

    /** Views are read as the format lays them out: length, then the bytes themselves or their first four, the buffer's number, the offset. */
    private static final class View extends ByteSource {
        private static final int WIDTH_SHIFT = 4;
        private static final int INLINE = 12;

        private @Nullable ArrowBuf views;
        private List<ArrowBuf> buffers = List.of();

        @Override
        void bind(FieldVector vector) {
            views = vector.getDataBuffer();
            buffers = ((BaseVariableWidthViewVector) vector).getDataBuffers();
        }

        @Override
        void locate(int row) {
            long at = (long) row << WIDTH_SHIFT;
            int length = views.getInt(at);
            if (length <= INLINE) {
                set(views, at + Integer.BYTES, length);
            } else {
                set(buffers.get(views.getInt(at + 2 * Integer.BYTES)), views.getInt(at + 3 * Integer.BYTES), length);
            }
        }
    }
}
