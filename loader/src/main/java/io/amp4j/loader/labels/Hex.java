package io.amp4j.loader.labels;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** Hex digits in memory: two a byte, with {@code 0x} before them or without, in either case. */
final class Hex {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 16; i++) {
            VALUES[Character.forDigit(i, 16)] = (byte) i;
            VALUES[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) i;
        }
    }

    private Hex() {}

    /**
     * Decodes text.
     *
     * @param from its address
     * @param length its length in bytes
     * @param to where half as many bytes have room
     * @return how many bytes were written, or -1 if it is no hex
     */
    static int decode(long from, int length, long to) {
        int start = length >= 2 && isPrefix(from) ? 2 : 0;
        if ((length & 1) != 0) {
            return -1;
        }
        int bad = 0;
        long out = to;
        for (long at = from + start; at < from + length; at += 2) {
            int value = VALUES[MemoryUtil.getByte(at) & 0xFF] << 4 | VALUES[MemoryUtil.getByte(at + 1) & 0xFF];
            bad |= value;
            MemoryUtil.putByte(out++, (byte) value);
        }
        return bad < 0 ? -1 : (int) (out - to);
    }

    private static boolean isPrefix(long from) {
        return MemoryUtil.getByte(from) == '0' && (MemoryUtil.getByte(from + 1) | 0x20) == 'x';
    }
}
