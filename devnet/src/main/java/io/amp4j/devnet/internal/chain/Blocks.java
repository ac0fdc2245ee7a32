package io.amp4j.devnet.internal.chain;

import java.util.function.BooleanSupplier;

/** The blocks of one network, as they change. Thread-safe. */
public interface Blocks {
    /** {@return the canonical chain as it is now} */
    Snapshot snapshot();

    /**
     * Where a stream goes on that has seen everything up to a block.
     *
     * @param number the block's number
     * @param hash its hash, {@code 0x…}
     * @return the block behind it if it is canonical; the first orphaned block if it was; its own number if it is unknown
     */
    long resumeBehind(long number, String hash);

    /**
     * Waits until a condition holds that depends on the chain, or on a call of {@link #wake()}.
     *
     * @param condition looked at again after every change
     * @throws InterruptedException if the thread is interrupted
     */
    void await(BooleanSupplier condition) throws InterruptedException;

    /** Makes all who wait look at their condition again. */
    void wake();
}
