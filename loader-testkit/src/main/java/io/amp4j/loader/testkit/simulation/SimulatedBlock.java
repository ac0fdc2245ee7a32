package io.amp4j.loader.testkit.simulation;

/**
 * A block of a simulated chain. Its rows follow from its hash.
 *
 * @param number its number
 * @param hash its hash
 * @param parentHash the hash of the block before it
 */
record SimulatedBlock(long number, String hash, String parentHash) {
    private static final int MOST_ROWS = 4;

    /** How many rows the block has: none in some, so that microbatches without rows occur. */
    int rows() {
        return Math.floorMod(mixed(), MOST_ROWS);
    }

    /** The value of one of its rows. */
    long value(int row) {
        return mixed() * 31L + row;
    }

    private int mixed() {
        int h = hash.hashCode();
        return h ^ (h >>> 15);
    }
}
