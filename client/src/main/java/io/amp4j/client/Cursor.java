package io.amp4j.client;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a stream goes on: behind these blocks. It is what {@code amp-resume} carries.
 *
 * @param blocks the last block known complete, by network; never empty (a server refuses an empty cursor)
 */
public record Cursor(Map<String, BlockRef> blocks) {
    /** Keeps the networks in order, so that equal cursors print alike. */
    public Cursor {
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a cursor needs a network");
        }
        SortedMap<String, BlockRef> sorted = new TreeMap<>(blocks);
        blocks = java.util.Collections.unmodifiableSortedMap(sorted);
    }

    /**
     * A cursor for a stream of one network.
     *
     * @param network the network's name
     * @param number the block to go on behind
     * @param hash that block's hash
     * @return the cursor
     */
    public static Cursor of(String network, long number, String hash) {
        return new Cursor(Map.of(network, new BlockRef(number, hash)));
    }
}
