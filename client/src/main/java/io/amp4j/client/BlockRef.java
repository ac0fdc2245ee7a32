package io.amp4j.client;

import java.util.Objects;

/**
 * One block, by number and hash.
 *
 * @param number the block's number
 * @param hash the block's hash, {@code 0x…}
 */
public record BlockRef(long number, String hash) {
    /** Refuses a missing hash: the server would silently begin again from the first block. */
    public BlockRef {
        Objects.requireNonNull(hash, "hash");
        if (number < 0) {
            throw new IllegalArgumentException("block number " + number + " is negative");
        }
    }
}
