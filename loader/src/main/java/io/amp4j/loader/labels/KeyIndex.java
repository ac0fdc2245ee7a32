package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Finds a label by its key: a hash table with open addressing. A slot holds 32 bits of the hash beside the row, so that a key that is not there
 * costs one access to memory, and one that is there a second. At most half of the slots are taken.
 *
 * <p>Immutable; read by any number of threads until it is closed.
 */
final class KeyIndex implements AutoCloseable {
    private static final int MOST_LABELS = 1 << 28;
    private static final int FEWEST_SLOTS = 16;
    private static final long TAG = 0xFFFFFFFF00000000L;

    private final long[] slots;
    private final ArrowBuf bytes;
    /** Where each key ends; null where all have one length. */
    private final int @Nullable [] ends;

    private final int width;

    private KeyIndex(long[] slots, ArrowBuf bytes, int @Nullable [] ends, int width) {
        this.slots = slots;
        this.bytes = bytes;
        this.ends = ends;
        this.width = width;
    }

    /** Says what is wrong with labels. */
    interface Complaints {
        /** A label whose key is null, or not of the form. */
        AmpException noKey(int row);

        /** Two labels with one key. */
        AmpException duplicate(int row, int earlier);
    }

    /** An index over keys; these may change afterwards. */
    static KeyIndex of(Keys keys, int rows, BufferAllocator allocator, Complaints complaints) {
        if (rows > MOST_LABELS) {
            throw new AmpException(LabelError.TOO_LARGE, rows + " labels; there is room for " + MOST_LABELS);
        }
        int[] ends = new int[rows];
        long size = 0;
        boolean even = true;
        for (int row = 0; row < rows; row++) {
            if (keys.length(row) == Keys.NONE) {
                throw complaints.noKey(row);
            }
            size += keys.length(row);
            even &= keys.length(row) == keys.length(0);
            ends[row] = (int) size;
        }
        if (size > Integer.MAX_VALUE) {
            throw new AmpException(LabelError.TOO_LARGE, "the labels' keys take " + size + " bytes, more than 2 GiB");
        }
        ArrowBuf bytes = allocator.buffer(Math.max(1, size));
        KeyIndex index =
                new KeyIndex(new long[slotsFor(rows)], bytes, even ? null : ends, rows == 0 ? 0 : keys.length(0));
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

    /**
     * Looks the keys of a batch up. Hashes, slots and keys are visited in loops of their own: their accesses to memory do not depend on each
     * other, so the processor has many under way at once.
     *
     * @param keys the keys
     * @param rows how many
     * @param hashes room for as many numbers
     * @param found becomes the row of each one's label, or -1
     * @return how many have one
     */
    int find(Keys keys, int rows, long[] hashes, int[] found) {
        for (int i = 0; i < rows; i++) {
            int length = keys.length(i);
            hashes[i] = length < 0 ? 0 : RawMemory.hash(keys.address(i), length);
        }
        int mask = slots.length - 1;
        for (int i = 0; i < rows; i++) {
            long entry = slots[(int) hashes[i] & mask];
            found[i] = ((entry ^ hashes[i]) & TAG) == 0 ? row(entry) : entry == 0 ? -1 : -2;
        }
        int hits = 0;
        for (int i = 0; i < rows; i++) {
            found[i] = verified(keys.address(i), keys.length(i), hashes[i], found[i]);
            hits += found[i] < 0 ? 0 : 1;
        }
        return hits;
    }

    /** The row of a key, where the first slot had a row with the same tag, nothing (-1) or something else (-2). */
    private int verified(long key, int length, long hash, int first) {
        if (length < 0 || first == -1) {
            return -1;
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
        return -1;
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
