package io.amp4j.loader.testkit.simulation;

import io.amp4j.client.BlockRef;

/** Where a server goes on, given the last block that its client has. */
final class ServerCursor {
    private ServerCursor() {}

    /**
     * The block that comes next: behind a canonical block; else the first orphaned one, as far back as the server remembers; else, if it
     * knows nothing of the hash, the block of that number.
     */
    static long after(SimulatedChain chain, BlockRef last) {
        if (chain.isCanonical(last.number(), last.hash())) {
            return last.number() + 1;
        }
        long first = last.number();
        String hash = last.hash();
        for (var orphan = chain.orphan(hash); orphan.isPresent(); orphan = chain.orphan(hash)) {
            first = orphan.get().number();
            hash = orphan.get().parentHash();
        }
        return Math.max(first, chain.earliest());
    }
}
