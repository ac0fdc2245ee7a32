package io.amp4j.parquet;

/**
 * The hash that Parquet's bloom filters are defined with, seed 0.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">its specification</a>
 */
final class XxHash64 {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    /** Wraps around, which a constant expression must not. */
    private static final long P1_PLUS_P2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 32;

    private XxHash64() {}

    static long hash(byte[] data, int from, int length) {
        int end = from + length;
        int at = from;
        long hash;
        if (length >= STRIPE) {
            long a = P1_PLUS_P2;
            long b = P2;
            long c = 0;
            long d = -P1;
            for (; at <= end - STRIPE; at += STRIPE) {
                a = round(a, (long) Bytes.LE_LONG.get(data, at));
                b = round(b, (long) Bytes.LE_LONG.get(data, at + 8));
                c = round(c, (long) Bytes.LE_LONG.get(data, at + 16));
                d = round(d, (long) Bytes.LE_LONG.get(data, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = P5;
        }
        return avalanche(tail(hash + length, data, at, end));
    }

    private static long tail(long start, byte[] data, int from, int end) {
        long hash = start;
        int at = from;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) Bytes.LE_LONG.get(data, at)), 27) * P1 + P4;
        }
        if (at <= end - Integer.BYTES) {
            hash = Long.rotateLeft(hash ^ ((int) Bytes.LE_INT.get(data, at) & 0xFFFF_FFFFL) * P1, 23) * P2 + P3;
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (data[at] & 0xFF) * P5, 11) * P1;
        }
        return hash;
    }

    private static long round(long accumulator, long input) {
        return Long.rotateLeft(accumulator + input * P2, 31) * P1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * P1 + P4;
    }

    private static long avalanche(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }
}
