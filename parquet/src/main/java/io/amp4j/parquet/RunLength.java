package io.amp4j.parquet;

/** Parquet's hybrid of run lengths and bit packing, for levels and for positions in a dictionary. */
final class RunLength {
    private static final int GROUP = 8;

    private RunLength() {}

    static int width(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    static void encode(int[] values, int count, int width, Bytes out) {
        int literals = 0;
        int at = 0;
        while (at < count) {
            int run = run(values, at, count);
            if (run >= GROUP) {
                pack(values, literals, at, width, out);
                encodeRun(values[at], run, width, out);
                at += run;
                literals = at;
            } else {
                at += GROUP;
            }
        }
        pack(values, literals, count, width, out);
    }

    static void encodeRun(int value, int count, int width, Bytes out) {
        out.writeUnsignedVarInt(count << 1);
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            out.write(value >>> shift);
        }
    }

    private static int run(int[] values, int from, int count) {
        int value = values[from];
        int at = from + 1;
        while (at < count && values[at] == value) {
            at++;
        }
        return at - from;
    }

    /** Packs whole groups of eight; the last may be padded, since nothing follows it. */
    private static void pack(int[] values, int from, int to, int width, Bytes out) {
        if (from >= to) {
            return;
        }
        int groups = (to - from + GROUP - 1) / GROUP;
        out.writeUnsignedVarInt((groups << 1) | 1);
        long packed = (long) groups * width;
        out.ensure(packed + Long.BYTES);
        byte[] array = out.array;
        int position = out.size;
        long pending = 0;
        int bits = 0;
        for (int i = from; i < to; i++) {
            pending |= (long) values[i] << bits;
            bits += width;
            if (bits >= Integer.SIZE) {
                Bytes.LE_INT.set(array, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                bits -= Integer.SIZE;
            }
        }
        int end = out.size + (int) packed;
        Bytes.LE_LONG.set(array, position, pending);
        // What lies between the last value and the end of its group must be zero: at most seven values of four bytes.
        for (int i = position + Long.BYTES; i < end; i++) {
            array[i] = 0;
        }
        out.size = end;
    }
}
