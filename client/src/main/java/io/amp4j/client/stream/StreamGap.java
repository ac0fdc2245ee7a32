package io.amp4j.client.stream;

import org.jspecify.annotations.Nullable;

/**
 * A place in a history where blocks are missing, or where two records do not build on each other.
 *
 * @param first the first missing block
 * @param last the last missing block; {@code first - 1} if no block is missing but the hashes do not link
 * @param before the record before it, or null at the start of the history
 * @param after the record after it
 */
public record StreamGap(long first, long last, @Nullable StreamRecord before, StreamRecord after) {
    /**
     * Whether no block is missing, but the record after does not build on the record before.
     *
     * @return true if only the hashes do not link
     */
    public boolean isUnlinked() {
        return last < first;
    }
}
