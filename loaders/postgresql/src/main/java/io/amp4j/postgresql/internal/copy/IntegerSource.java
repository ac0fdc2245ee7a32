package io.amp4j.postgresql.internal.copy;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * How an integer stands in Arrow memory. An unsigned 64-bit integer is read as the {@code long} of the same bits.
 *
 * @param bits 8, 16, 32 or 64
 * @param isSigned whether it has a sign
 */
record IntegerSource(int bits, boolean isSigned) {
    static IntegerSource of(ArrowType.Int type) {
        return new IntegerSource(type.getBitWidth(), type.getIsSigned());
    }

    long read(@Nullable ArrowBuf data, int row) {
        if (data == null) {
            throw new IllegalStateException("read before bind");
        }
        return switch (bits) {
            case 64 -> data.getLong((long) row << 3);
            case 32 -> {
                int value = data.getInt((long) row << 2);
                yield isSigned ? value : Integer.toUnsignedLong(value);
            }
            case 16 -> {
                short value = data.getShort((long) row << 1);
                yield isSigned ? value : Short.toUnsignedLong(value);
            }
            default -> {
                byte value = data.getByte(row);
                yield isSigned ? value : Byte.toUnsignedLong(value);
            }
        };
    }

    String text(long value) {
        return isSigned ? Long.toString(value) : Long.toUnsignedString(value);
    }
}
