package io.amp4j.redis.internal.text;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a row's value stand in Arrow memory. One object per column, pointed at one row after the other. */
abstract class ByteSource {
    private @Nullable ArrowBuf buffer;
    private long start;
    private long length;

    /** The source for a type of bytes or text, or null for other types. */
    static @Nullable ByteSource of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, Binary -> new Variable();
            case LargeUtf8, LargeBinary -> new Large();
            case Utf8View, BinaryView -> new View();
            case FixedSizeBinary -> new Fixed(((ArrowType.FixedSizeBinary) type).getByteWidth());
            default -> null;
        };
    }

    abstract void bind(FieldVector vector);

    abstract void locate(int row);

    final ArrowBuf buffer() {
        return buffer;
    }

    final long start() {
        return start;
    }

    /** Not checked: in a broken batch it may be below zero. */
    final long length() {
        return length;
    }

    final void set(@Nullable ArrowBuf newBuffer) {
        buffer = newBuffer;
    }

    final void set(long newStart, long newLength) {
        start = newStart;
        length = newLength;
    }

    private static final class Fixed extends ByteSource {
        private final int width;

        Fixed(int width) {
            this.width = width;
        }

        @Override
        void bind(FieldVector vector) {
            set(vector.getDataBuffer());
        }

        @Override
        void locate(int row) {
            set((long) row * width, width);
        }
    }

    private static final class Variable extends ByteSource {
        private @Nullable ArrowBuf offsets;

        @Override
        void bind(FieldVector vector) {
            set(vector.getDataBuffer());
            offsets = vector.getOffsetBuffer();
        }

        @Override
        void locate(int row) {
            long at = (long) row << 2;
            int from = offsets.getInt(at);
            set(from, (long) offsets.getInt(at + Integer.BYTES) - from);
        }
    }

    private static final class Large extends ByteSource {
        private @Nullable ArrowBuf offsets;

        @Override
        void bind(FieldVector vector) {
            set(vector.getDataBuffer());
            offsets = vector.getOffsetBuffer();
        }

        @Override
        void locate(int row) {
            long at = (long) row << 3;
            long from = offsets.getLong(at);
            set(from, offsets.getLong(at + Long.BYTES) - from);
        }
    }

    /**
     * Views are read as the format lays them out: length, then the bytes themselves or their first four, the buffer's number and the
     * offset. The vector's own pointer leaves the offset out (Arrow Java 19.0.0).
     */
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
                set(views);
                set(at + Integer.BYTES, length);
            } else {
                set(buffers.get(views.getInt(at + 2 * Integer.BYTES)));
                set(views.getInt(at + 3 * Integer.BYTES), length);
            }
        }
    }
}
