package io.amp4j.devnet.internal.chain;

/** The canonical blocks of one network at a moment. Immutable. */
public interface Snapshot {
    /** {@return the network's name} */
    String network();

    /** {@return the number of the first block} */
    long first();

    /** {@return the number of the last block; less than {@link #first()} if there is none} */
    long head();

    /**
     * The hash of a block.
     *
     * @param number from first to head
     * @return {@code 0x…}
     */
    String hash(long number);

    /**
     * The hash of a block's parent.
     *
     * @param number from first to head
     * @return {@code 0x…}
     */
    String parentHash(long number);

    /** {@return whether there is no block} */
    default boolean isEmpty() {
        return head() < first();
    }
}
