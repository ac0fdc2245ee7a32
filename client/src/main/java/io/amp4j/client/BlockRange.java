package io.amp4j.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span of blocks of one network, as a server describes what a message covers.
 *
 * @param network the network's name, such as {@code mainnet}
 * @param start the first block, inclusive
 * @param end the last block, inclusive; never before {@code start}
 * @param hash the hash of block {@code end} as the server wrote it ({@code 0x…}), or null if it gave none
 * @param prevHash the hash of the parent of block {@code start}, or null if it gave none (block 0 has none, or all zeros)
 */
public record BlockRange(
        String network,
        long start,
        long end,
        @Nullable String hash,
        @Nullable String prevHash) {
    /** Checks the order of the numbers. */
    public BlockRange {
        Objects.requireNonNull(network, "network");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("blocks " + start + " to " + end + " are no range");
        }
    }

    /**
     * Whether both cover the same blocks with the same content: same network, numbers and hashes.
     *
     * @param other the range to compare with
     * @return true if nothing in them differs
     */
    public boolean isSameAs(BlockRange other) {
        return equals(other);
    }

    /**
     * How many blocks the range has.
     *
     * @return at least one
     */
    public long blocks() {
        return end - start + 1;
    }

    /** The range as people write it, such as {@code mainnet 100..110}. */
    @Override
    public String toString() {
        return network + " " + start + ".." + end;
    }
}
