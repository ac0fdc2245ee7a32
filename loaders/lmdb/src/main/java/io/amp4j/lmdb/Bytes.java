package io.amp4j.lmdb;

import java.nio.ByteOrder;
import org.apache.arrow.memory.util.MemoryUtil;

/** Numbers and bytes at addresses outside the heap. What puts something answers with the address behind it. */
final class Bytes {
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    /** Up to here a loop over words is faster than a call that copies. */
    private static final int FEW = 64;

    private static final int VARINT_BITS = 7;
    private static final int MORE = 0x80;

    private Bytes() {}

    static long putByte(long to, int value) {
        MemoryUtil.putByte(to, (byte) value);
        return to + Byte.BYTES;
    }

    static long putBigEndianShort(long to, int value) {
        short bytes = (short) value;
        MemoryUtil.putShort(to, SWAP ? Short.reverseBytes(bytes) : bytes);
        return to + Short.BYTES;
    }

    static long putBigEndianInt(long to, int value) {
        MemoryUtil.putInt(to, SWAP ? Integer.reverseBytes(value) : value);
        return to + Integer.BYTES;
    }

    static long putBigEndianLong(long to, long value) {
        MemoryUtil.putLong(to, SWAP ? Long.reverseBytes(value) : value);
        return to + Long.BYTES;
    }

    static int bigEndianShort(long from) {
        short bytes = MemoryUtil.getShort(from);
        return Short.toUnsignedInt(SWAP ? Short.reverseBytes(bytes) : bytes);
    }

    static long bigEndianLong(long from) {
        long bytes = MemoryUtil.getLong(from);
        return SWAP ? Long.reverseBytes(bytes) : bytes;
    }

    static long copy(long from, long to, int length) {
        if (length > FEW) {
            MemoryUtil.copyMemory(from, to, length);
            return to + length;
        }
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            MemoryUtil.putLong(to + done, MemoryUtil.getLong(from + done));
        }
        for (; done < length; done++) {
            MemoryUtil.putByte(to + done, MemoryUtil.getByte(from + done));
        }
        return to + length;
    }

    static long put(byte[] bytes, long to) {
        MemoryUtil.copyToMemory(bytes, 0, to, bytes.length);
        return to + bytes.length;
    }

    static void zero(long at, int length) {
        for (int i = 0; i < length; i++) {
            MemoryUtil.putByte(at + i, (byte) 0);
        }
    }

    static boolean bit(long bits, int index) {
        return (MemoryUtil.getByte(bits + (index >> 3)) >> (index & 7) & 1) != 0;
    }

    static void setBit(long bits, int index) {
        long at = bits + (index >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | 1 << (index & 7)));
    }

    static int bitmapSize(int bits) {
        return (bits + 7) >> 3;
    }

    static int varintSize(int value) {
        return (Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(value)) + VARINT_BITS - 1) / VARINT_BITS;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    static long putVarint(long to, int value) {
        long at = to;
        int rest = value;
        while (rest >= MORE) {
            at = putByte(at, rest | MORE);
            rest >>>= VARINT_BITS;
        }
        return putByte(at, rest);
    }

    static int varint(long from) {
        int value = 0;
        int shift = 0;
        for (long at = from; ; at++) {
            int part = MemoryUtil.getByte(at);
            value |= (part & (MORE - 1)) << shift;
            if ((part & MORE) == 0) {
                return value;
            }
            shift += VARINT_BITS;
        }
    }

    /** As LMDB compares keys: byte by byte without sign, and a shorter one before its continuations. */
    static int compare(long a, int aLength, long b, int bLength) {
        int common = Math.min(aLength, bLength);
        int done = 0;
        for (; done <= common - Long.BYTES; done += Long.BYTES) {
            long x = bigEndianLong(a + done);
            long y = bigEndianLong(b + done);
            if (x != y) {
                return Long.compareUnsigned(x, y);
            }
        }
        for (; done < common; done++) {
            int difference = (MemoryUtil.getByte(a + done) & 0xff) - (MemoryUtil.getByte(b + done) & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(aLength, bLength);
    }
}
