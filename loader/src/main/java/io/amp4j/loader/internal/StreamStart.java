package io.amp4j.loader.internal;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.Query;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to ask the server for what comes next: behind a block that is known, with its first block, or at a block that the user named.
 *
 * @param position what the stream's messages mean
 * @param cursor what to send, or null for nothing
 */
record StreamStart(StreamPosition position, @Nullable Cursor cursor) {
    /**
     * A server that knows nothing of a cursor's hash begins at its number: so a number with a hash that no block has is how to begin at a
     * block whose parent is not known.
     */
    private static final String NO_BLOCKS_HASH = "0x" + "f".repeat(64);

    /**
     * The way to go on from a position.
     *
     * @param query asked for its first message if the load begins at a named block
     * @param position where the load stands
     * @param cancel reaches the asking
     * @return how to start; empty if the server has nothing yet
     */
    static Optional<StreamStart> of(Query query, StreamPosition position, CancelSignal cancel) {
        Cursor behind = position.startedBehind().orElse(null);
        if (behind == null && position.history().origin() instanceof StreamOrigin.FromBlock from && from.block() > 0) {
            return earliest(query, cancel).map(first -> at(from.block(), first, position));
        }
        return Optional.of(new StreamStart(position, behind));
    }

    private static StreamStart at(long block, BlockRange earliest, StreamPosition position) {
        if (block > earliest.start()) {
            return new StreamStart(position, Cursor.of(earliest.network(), block, NO_BLOCKS_HASH));
        }
        StreamHistory fromEarliest =
                new StreamHistory(StreamOrigin.earliest(), position.history().records());
        return new StreamStart(StreamPosition.resuming(fromEarliest, null), null);
    }

    private static Optional<BlockRange> earliest(Query query, CancelSignal cancel) {
        try (BatchStream stream = query.stream(null)) {
            cancel.reading(stream);
            for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
                if (!batch.metadata().ranges().isEmpty()) {
                    return Optional.of(batch.metadata().ranges().get(0));
                }
            }
            return Optional.empty();
        } finally {
            cancel.reading(null);
        }
    }
}
