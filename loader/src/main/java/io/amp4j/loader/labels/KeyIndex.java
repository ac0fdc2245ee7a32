package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import org.apache.arrow.memory.BufferAllocator;

/** Finds a label by its key. Immutable; read by any number of threads until it is closed. */
interface KeyIndex extends AutoCloseable {
    /** No label has the key. */
    int NOT_THERE = -1;

    /** Not where a key stands first; a label further on may have it. */
    int FURTHER_ON = -2;

    /** How many labels there can be. */
    int MOST_LABELS = 1 << 28;

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
        boolean even = true;
        for (int row = 0; row < rows; row++) {
            if (keys.length(row) == Keys.NONE) {
                throw complaints.noKey(row);
            }
            even &= keys.length(row) == keys.length(0);
        }
        return rows > 0 && even && LineIndex.holds(keys.length(0))
                ? LineIndex.of(keys, rows, allocator, complaints)
                : SlotIndex.of(keys, rows, allocator, complaints);
    }

    /**
     * Looks the keys of a batch up. Each step is a loop over all of them: their accesses to memory do not depend on each other, so the processor
     * has many under way at once, and waiting for memory is most of what a lookup costs.
     *
     * @param keys the keys
     * @param rows how many
     * @param hashes room for as many numbers, which mean nothing afterwards
     * @param found becomes the row of each one's label, or {@link #NOT_THERE}
     * @return how many have one
     */
    int find(Keys keys, int rows, long[] hashes, int[] found);

    @Override
    void close();
}
