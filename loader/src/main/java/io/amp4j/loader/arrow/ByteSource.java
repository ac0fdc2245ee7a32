package io.amp4j.loader.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a row's value stand in Arrow memory. One object per column, bound to each batch's vector and pointed at one row after the other; used
 * by one thread. It owns nothing.
 */
public abstract class ByteSource {
    private @Nullable ArrowBuf buffer;
    private long start;
    private long length;

    private ByteSource() {}

    /**
     * The source for a type of bytes or text.
     *
     * @param type a column's type
     * @return a new source, or null for other types
     */
    public static @Nullable ByteSource of(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, Binary -> new Variable();
            case LargeUtf8, LargeBinary -> new Large();
            case Utf8View, BinaryView -> new View();
            case FixedSizeBinary -> new Fixed(((ArrowType.FixedSizeBinary) type).getByteWidth());
            default -> null;
        };
    }

    /**
     * Takes the vector of the next batch.
     *
     * @param vector a vector of the type
     */
    public abstract void bind(FieldVector vector);

    /**
     * Points at a row.
     *
     * @param row its number, from zero; its value is not null
     */
    public abstract void locate(int row);

    /**
     * The memory that holds the row's value.
     *
     * @return a buffer of the vector
     */
    public final ArrowBuf buffer() {
        return buffer;
    }

    /**
     * Where the row's value begins.
     *
     * @return the offset in {@link #buffer()}, in bytes
     */
    public final long start() {
        return start;
    }

    /**
     * How long the row's value is. Not checked: in a broken batch it may be below zero.
     *
     * @return the length in bytes
     */
    public final long length() {
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
        public void bind(FieldVector vector) {
            set(vector.getDataBuffer());
        }

        @Override
        public void locate(int row) {
            set((long) row * width, width);
        }
    }

    private static final class Variable extends ByteSource {
        private @Nullable ArrowBuf offsets;

        @Override
        public void bind(FieldVector vector) {
            set(vector.getDataBuffer());
            offsets = vector.getOffsetBuffer();
        }

        @Override
        public void locate(int row) {
            long at = (long) row << 2;
            int from = offsets.getInt(at);
            set(from, (long) offsets.getInt(at + Integer.BYTES) - from);
        }
    }

    private static final class Large extends ByteSource {
        private @Nullable ArrowBuf offsets;

        @Override
        public void bind(FieldVector vector) {
            set(vector.getDataBuffer());
            offsets = vector.getOffsetBuffer();
        }

        @Override
        public void locate(int row) {
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
        public void bind(FieldVector vector) {
            views = vector.getDataBuffer();
            buffers = ((BaseVariableWidthViewVector) vector).getDataBuffers();
        }

        @Override
        public void locate(int row) {
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
