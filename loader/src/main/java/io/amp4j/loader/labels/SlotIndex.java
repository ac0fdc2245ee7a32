package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A hash table with open addressing for keys of any length. A slot holds 32 bits of the hash beside the row, so that a key that is not there
 * costs one access to memory, and one that is there a second. At most half of the slots are taken.
 */
final class SlotIndex implements KeyIndex {
    private static final int FEWEST_SLOTS = 16;
    private static final long TAG = 0xFFFFFFFF00000000L;

    private final long[] slots;
    private final ArrowBuf bytes;
    /** Where each key ends; null where all have one length. */
    private final int @Nullable [] ends;

    private final int width;

    private SlotIndex(long[] slots, ArrowBuf bytes, int @Nullable [] ends, int width) {
        this.slots = slots;
        this.bytes = bytes;
        this.ends = ends;
        this.width = width;
    }

    /** An index over keys; these may change afterwards. */
    static SlotIndex of(Keys keys, int rows, BufferAllocator allocator, Complaints complaints) {
        int[] ends = new int[rows];
        long size = 0;
        boolean even = true;
        for (int row = 0; row < rows; row++) {
            size += keys.length(row);
            even &= keys.length(row) == keys.length(0);
            ends[row] = (int) size;
        }
        if (size > Integer.MAX_VALUE) {
            throw new AmpException(LabelError.TOO_LARGE, "the labels' keys take " + size + " bytes, more than 2 GiB");
        }
        ArrowBuf bytes = allocator.buffer(Math.max(1, size));
        SlotIndex index =
                new SlotIndex(new long[slotsFor(rows)], bytes, even ? null : ends, rows == 0 ? 0 : keys.length(0));
        try {
            index.fill(keys, rows, complaints);
            return index;
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private static int slotsFor(int rows) {
        return Math.max(FEWEST_SLOTS, Integer.highestOneBit(Math.max(1, rows * 2 - 1)) << 1);
    }

    private void fill(Keys keys, int rows, Complaints complaints) {
        for (int row = 0; row < rows; row++) {
            RawMemory.copy(keys.address(row), address(row), keys.length(row));
            long hash = RawMemory.hash(address(row), keys.length(row));
            int slot = (int) hash & (slots.length - 1);
            while (slots[slot] != 0) {
                if (holds(slots[slot], hash, address(row), keys.length(row))) {
                    throw complaints.duplicate(row, row(slots[slot]));
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = (hash & TAG) | (row + 1);
        }
    }

    /** Hashes, slots and keys are visited in loops of their own: see {@link KeyIndex#find}. */
    @Override
    public int find(Keys keys, int rows, long[] hashes, int[] found) {
        for (int i = 0; i < rows; i++) {
            int length = keys.length(i);
            hashes[i] = length < 0 ? 0 : RawMemory.hash(keys.address(i), length);
        }
        int mask = slots.length - 1;
        for (int i = 0; i < rows; i++) {
            long entry = slots[(int) hashes[i] & mask];
            found[i] = ((entry ^ hashes[i]) & TAG) == 0 ? row(entry) : entry == 0 ? NOT_THERE : FURTHER_ON;
        }
        int hits = 0;
        for (int i = 0; i < rows; i++) {
            found[i] = verified(keys.address(i), keys.length(i), hashes[i], found[i]);
            hits += found[i] < 0 ? 0 : 1;
        }
        return hits;
    }

    /** The row of a key, where the first slot had a row with the same tag, or said one of the two. */
    private int verified(long key, int length, long hash, int first) {
        if (length < 0 || first == NOT_THERE) {
            return NOT_THERE;
        }
        return first >= 0 && hasKey(first, key, length) ? first : search(hash, key, length);
    }

    private int search(long hash, long key, int length) {
        int slot = (int) hash & (slots.length - 1);
        while (slots[slot] != 0) {
            if (holds(slots[slot], hash, key, length)) {
                return row(slots[slot]);
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return NOT_THERE;
    }

    private boolean holds(long entry, long hash, long key, int length) {
        return ((entry ^ hash) & TAG) == 0 && hasKey(row(entry), key, length);
    }

    private static int row(long entry) {
        return (int) entry - 1;
    }

    private boolean hasKey(int row, long key, int length) {
        return length(row) == length && RawMemory.equal(address(row), key, length);
    }

    private int length(int row) {
        return ends == null ? width : ends[row] - start(row);
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    private long address(int row) {
        return bytes.memoryAddress() + (ends == null ? (long) row * width : start(row));
    }

    @Override
    public void close() {
        bytes.close();
    }
}
