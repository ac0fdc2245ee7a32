package io.amp4j.redis;

import java.util.Arrays;

/** Keys, to find one that comes again: by their bytes, behind a hash. */
final class KeySet {
    private static final int EMPTY = -1;

    private byte[] bytes = new byte[1 << 14];
    private int[] ends = new int[512];
    private int[] slots = emptySlots(1024);
    private int count;

    private static int[] emptySlots(int size) {
        int[] slots = new int[size];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    /** Adds a key; false if it is there. */
    boolean add(byte[] source, int from, int length) {
        if (count * 2 >= slots.length) {
            grow();
        }
        int slot = find(source, from, length);
        if (slots[slot] != EMPTY) {
            return false;
        }
        slots[slot] = count;
        append(source, from, length);
        return true;
    }

    boolean contains(byte[] source, int from, int length) {
        return slots[find(source, from, length)] != EMPTY;
    }

    private int find(byte[] source, int from, int length) {
        int mask = slots.length - 1;
        int slot = hash(source, from, length) & mask;
        while (slots[slot] != EMPTY && !isAt(slots[slot], source, from, length)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int key, byte[] source, int from, int length) {
        int start = key == 0 ? 0 : ends[key - 1];
        return Arrays.equals(bytes, start, ends[key], source, from, from + length);
    }

    private void append(byte[] source, int from, int length) {
        int start = count == 0 ? 0 : ends[count - 1];
        if (bytes.length - start < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + length));
        }
        System.arraycopy(source, from, bytes, start, length);
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = start + length;
    }

    private void grow() {
        slots = emptySlots(slots.length * 2);
        for (int key = 0; key < count; key++) {
            int start = key == 0 ? 0 : ends[key - 1];
            slots[find(bytes, start, ends[key] - start)] = key;
        }
    }

    /** Multiplies and rotates eight bytes at a time would be faster; keys are short, and the server takes ten times as long for each. */
    private static int hash(byte[] source, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + source[i];
        }
        return hash ^ hash >>> 15;
    }
}
