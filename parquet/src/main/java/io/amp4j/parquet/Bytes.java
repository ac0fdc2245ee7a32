package io.amp4j.parquet;

import io.amp4j.client.AmpException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes that is used again and again, and lets its owner write into it directly. */
final class Bytes extends OutputStream {
    static final VarHandle LE_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LE_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle BE_INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle BE_LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** The greatest array that every JVM can make. */
    private static final int LIMIT = Integer.MAX_VALUE - 8;

    byte[] array;
    int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    void ensure(long more) {
        long needed = size + more;
        if (needed <= array.length) {
            return;
        }
        if (needed > LIMIT) {
            throw new AmpException(
                    ParquetError.SIZE,
                    "a page would hold " + needed + " bytes, and Parquet allows 2 GiB; select fewer or smaller values");
        }
        long grown = Math.max(needed, Math.min(LIMIT, array.length * 2L));
        array = Arrays.copyOf(array, (int) grown);
    }

    @Override
    public void write(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        ensure(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
    }

    void writeInt(int value) {
        ensure(Integer.BYTES);
        LE_INT.set(array, size, value);
        size += Integer.BYTES;
    }

    void writeUnsignedVarInt(int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        write(rest);
    }

    /** Forgets the content, and the memory too if one great value made it much larger than it usually is. */
    void clear(int usual) {
        size = 0;
        if (array.length > Math.max(usual, 1024) * 4L) {
            array = new byte[usual];
        }
    }
}
