package io.amp4j.devnet.internal.sql;

import io.amp4j.devnet.internal.chain.Snapshot;

/**
 * The blocks that a query looks at.
 *
 * @param snapshot the chain
 * @param first the first block
 * @param last the last block; before the first if there is none
 */
public record Slice(Snapshot snapshot, long first, long last) {
    /**
     * All blocks of a chain.
     *
     * @param snapshot the chain
     * @return from its first block to its head
     */
    public static Slice whole(Snapshot snapshot) {
        return new Slice(snapshot, snapshot.first(), snapshot.head());
    }
}
