package io.amp4j.loader.labels;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** Hex digits in memory: two a byte, with {@code 0x} before them or without, in either case. */
final class Hex {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
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
        long at = from + start;
        long out = to;
        for (; at + Long.BYTES <= from + length; at += Long.BYTES, out += Integer.BYTES) {
            long digits = MemoryUtil.getLong(at);
            if (!areDigits(digits)) {
                return -1;
            }
            MemoryUtil.putInt(out, bytes(digits));
        }
        int bad = 0;
        for (; at < from + length; at += 2) {
            int value = VALUES[MemoryUtil.getByte(at) & 0xFF] << 4 | VALUES[MemoryUtil.getByte(at + 1) & 0xFF];
            bad |= value;
            MemoryUtil.putByte(out++, (byte) value);
        }
        return bad < 0 ? -1 : (int) (out - to);
    }

    /** Whether all of eight characters are hex digits; sums of seven bits set a byte's high bit where they pass its bounds. */
    private static boolean areDigits(long characters) {
        long afterNine = (characters ^ ONES * '0') + ONES * (0x7f - 9);
        long letter = (characters | ONES * 0x20) ^ ONES * 0x60;
        long afterF = letter + ONES * (0x7f - 6);
        long fromA = letter + ONES * 0x7f;
        return ((characters | (afterNine & (afterF | ~fromA))) & HIGH_BITS) == 0;
    }

    /** The four bytes of eight hex digits; Arrow's memory has the first in the lowest byte. */
    private static int bytes(long digits) {
        long values = (digits & ONES * 0x0f) + ((digits >>> 6) & ONES) * 9;
        long pairs = (values << 4 | values >>> 8) & 0x00ff_00ff_00ff_00ffL;
        long halves = (pairs | pairs >>> 8) & 0x0000_ffff_0000_ffffL;
        return (int) (halves | halves >>> 16);
    }

    private static boolean isPrefix(long from) {
        return MemoryUtil.getByte(from) == '0' && (MemoryUtil.getByte(from + 1) | 0x20) == 'x';
    }
}
