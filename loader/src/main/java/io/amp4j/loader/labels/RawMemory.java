package io.amp4j.loader.labels;

import org.apache.arrow.memory.util.MemoryUtil;

/**
 * Bytes by their addresses. Nothing is checked: addresses come from vectors, whose offsets were checked when they were decoded. A checked
 * access to an Arrow buffer costs several times what these do, and there are some for each row.
 */
final class RawMemory {
    /** The length of most keys, an address: worth a comparison without branches. */
    private static final int ADDRESS = 20;

    private static final int WORDS_PAY_UP_TO = 128;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private RawMemory() {}

    static void copy(long from, long to, long length) {
        if (length > WORDS_PAY_UP_TO) {
            MemoryUtil.copyMemory(from, to, length);
            return;
        }
        if (length >= Long.BYTES) {
            copyWords(from, to, length);
        } else if (length >= Integer.BYTES) {
            int last = MemoryUtil.getInt(from + length - Integer.BYTES);
            MemoryUtil.putInt(to, MemoryUtil.getInt(from));
            MemoryUtil.putInt(to + length - Integer.BYTES, last);
        } else {
            for (long at = 0; at < length; at++) {
                MemoryUtil.putByte(to + at, MemoryUtil.getByte(from + at));
            }
        }
    }

    /** The last word overlaps the one before: no loop over what is left. */
    private static void copyWords(long from, long to, long length) {
        long last = length - Long.BYTES;
        for (long at = 0; at < last; at += Long.BYTES) {
            MemoryUtil.putLong(to + at, MemoryUtil.getLong(from + at));
        }
        MemoryUtil.putLong(to + last, MemoryUtil.getLong(from + last));
    }

    static boolean equal(long one, long other, int length) {
        if (length == ADDRESS) {
            return difference(one, other, length) == 0;
        }
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (MemoryUtil.getLong(one + at) != MemoryUtil.getLong(other + at)) {
                return false;
            }
        }
        if (at + Integer.BYTES <= length) {
            if (MemoryUtil.getInt(one + at) != MemoryUtil.getInt(other + at)) {
                return false;
            }
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            if (MemoryUtil.getByte(one + at) != MemoryUtil.getByte(other + at)) {
                return false;
            }
        }
        return true;
    }

    /** Zero if so many bytes are the same; without a branch that depends on them. */
    static long difference(long one, long other, int length) {
        if (length == ADDRESS) {
            return word(one, other, 0) | word(one, other, Long.BYTES) | word(one, other, ADDRESS - Long.BYTES);
        }
        long difference = 0;
        if (length < Long.BYTES) {
            for (int at = 0; at < length; at++) {
                difference |= MemoryUtil.getByte(one + at) ^ MemoryUtil.getByte(other + at);
            }
            return difference;
        }
        int last = length - Long.BYTES;
        for (int at = 0; at < last; at += Long.BYTES) {
            difference |= word(one, other, at);
        }
        return difference | word(one, other, last);
    }

    private static long word(long one, long other, int at) {
        return MemoryUtil.getLong(one + at) ^ MemoryUtil.getLong(other + at);
    }

    static long hash(long from, int length) {
        long hash = length * MIX;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mixed(hash, MemoryUtil.getLong(from + at));
        }
        if (at + Integer.BYTES <= length) {
            hash = mixed(hash, MemoryUtil.getInt(from + at));
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            hash = mixed(hash, MemoryUtil.getByte(from + at));
        }
        return hash ^ (hash >>> 29);
    }

    private static long mixed(long hash, long word) {
        long product = (hash ^ word) * MIX;
        return product ^ (product >>> 32);
    }
}
