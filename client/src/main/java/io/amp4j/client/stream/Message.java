package io.amp4j.client.stream;

import io.amp4j.client.Batch;
import io.amp4j.client.BlockRange;
import java.util.List;

/**
 * What the stream machine needs to know of a message; the rows themselves stay outside.
 *
 * @param ranges the blocks that it belongs to
 * @param rangesComplete whether it closes their microbatch
 * @param rows how many rows it has
 */
public record Message(List<BlockRange> ranges, boolean rangesComplete, int rows) {
    /** Takes a copy of the list. */
    public Message {
        ranges = List.copyOf(ranges);
        if (rows < 0) {
            throw new IllegalArgumentException(rows + " rows");
        }
    }

    /**
     * The message that a batch came in.
     *
     * @param batch the batch; nothing of it is kept
     * @return its ranges and its number of rows
     */
    public static Message of(Batch batch) {
        return new Message(batch.metadata().ranges(), batch.metadata().rangesComplete(), batch.rows());
    }
}
