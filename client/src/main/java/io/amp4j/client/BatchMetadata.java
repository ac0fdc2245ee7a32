package io.amp4j.client;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a server says of a message: which blocks it covers, and whether it closes their microbatch.
 *
 * @param ranges one range per network; empty where a query's tables hold nothing yet
 * @param rangesComplete true on the last message of a microbatch: everything in those blocks has been seen
 */
public record BatchMetadata(List<BlockRange> ranges, boolean rangesComplete) {
    /** Takes a copy of the list. */
    public BatchMetadata {
        ranges = List.copyOf(ranges);
    }

    /**
     * The block of a watermark, of several networks the lowest.
     *
     * @return its number; empty unless the message closes a microbatch
     */
    public OptionalLong watermark() {
        return rangesComplete ? ranges.stream().mapToLong(BlockRange::end).min() : OptionalLong.empty();
    }
}
