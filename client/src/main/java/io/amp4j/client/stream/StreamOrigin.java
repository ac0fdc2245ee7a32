package io.amp4j.client.stream;

/** Where a load first began, and so where it begins again when nothing of it is left. */
public sealed interface StreamOrigin {
    /**
     * The origin of a load that begins with the first block that the server has: a stream without a cursor.
     *
     * @return the origin
     */
    static StreamOrigin earliest() {
        return new Earliest();
    }

    /**
     * The origin of a load that was asked to begin at a block.
     *
     * @param block the first block wanted, at or beyond the server's earliest
     * @return the origin
     */
    static StreamOrigin from(long block) {
        return new FromBlock(block);
    }

    /** Began with the first block that the server had. */
    record Earliest() implements StreamOrigin {}

    /**
     * Began at a given block. A load that asks for a block below the server's earliest is {@link Earliest}: nothing can
     * fill what lies before it.
     *
     * @param block the first block wanted
     */
    record FromBlock(long block) implements StreamOrigin {
        /** Refuses a negative number. */
        public FromBlock {
            if (block < 0) {
                throw new IllegalArgumentException("block number " + block + " is negative");
            }
        }
    }
}
