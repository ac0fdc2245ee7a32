package io.amp4j.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The least or the greatest value of a column, in Parquet's plain encoding without a length before it.
 *
 * @param bytes the value, read-only and little-endian; about 64 bytes of a longer one, rounded up if it is the greatest
 * @param exact false if the value was longer than {@code bytes} says
 */
public record Bound(ByteBuffer bytes, boolean exact) {
    /** Takes the buffer as it is: it must not change afterwards. */
    public Bound {
        bytes = bytes.asReadOnlyBuffer();
    }

    /**
     * The value. Each call answers a buffer with a position of its own.
     *
     * @return a read-only buffer, little-endian
     */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
