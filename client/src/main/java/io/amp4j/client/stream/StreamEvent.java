package io.amp4j.client.stream;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** What a {@link TransactionalStream} says. Transactions are numbered upwards from one, over restarts too, and no number comes twice. */
public sealed interface StreamEvent {
    /**
     * The number of this event.
     *
     * @return greater than that of every event before it
     */
    long transaction();

    /**
     * Rows of a microbatch that is not complete yet.
     *
     * @param transaction the number to keep with the rows, so that an {@link Undo} can name them
     * @param id the microbatch
     * @param range its blocks
     * @param rows the rows, owned by the stream and valid until its next call
     */
    record Data(long transaction, BatchId id, BlockRange range, VectorSchemaRoot rows) implements StreamEvent {}

    /**
     * Whatever came with the transaction {@code since} or a later one is void. It can come twice for the same, and for transactions
     * that never arrived: delete what is there.
     *
     * @param transaction the number of this event
     * @param since the first void transaction
     * @param ranges the void microbatches as far as they are known, ascending
     * @param cause why
     * @param reorg the reorg behind it, or null if there was none
     */
    record Undo(
            long transaction,
            long since,
            List<BlockRange> ranges,
            Cause cause,
            @Nullable Reorg reorg) implements StreamEvent {
        /** Takes a copy of the list. */
        public Undo {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * A microbatch is complete.
     *
     * @param transaction the number of this event
     * @param range its blocks
     * @param settled no undo will ever name this transaction or an earlier one; what is kept for that can go
     * @param handle commits all up to here
     */
    record Watermark(long transaction, BlockRange range, long settled, CommitHandle handle) implements StreamEvent {}

    /** Why something is void. */
    enum Cause {
        /** The chain replaced the blocks. */
        REORG,
        /** An earlier stream ended before its last events were committed; they come again. */
        RESTART,
        /** The connection was lost inside a microbatch; it comes again. */
        RECONNECT
    }
}
