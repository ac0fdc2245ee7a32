package io.amp4j.loader.internal;

/**
 * Blocks that a slice could load.
 *
 * @param first the first block of the records that the slice would continue, or {@code start}
 * @param start the first block to load
 * @param last the last one; {@code start - 1} where two runs meet without a link
 */
record FreeSpan(long first, long start, long last) {
    boolean isOpen() {
        return last == Slice.NO_LIMIT;
    }

    /** Whether a slice there would begin at a block of which no parent is known. */
    boolean beginsInTheMiddle() {
        return first == start && first > 0;
    }
}
