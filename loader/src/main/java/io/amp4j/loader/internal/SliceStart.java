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
 * How to ask the server for what comes next: behind a block that is known, with its first block, or at a block whose parent is not known.
 *
 * @param position what the stream's messages mean
 * @param cursor what to send, or null for nothing
 * @param atBlock the block that the first range has to begin with, or -1 if the machine knows by itself
 * @param beginsTheLoad whether nothing lies below
 */
record SliceStart(StreamPosition position, @Nullable Cursor cursor, long atBlock, boolean beginsTheLoad) {
    /** What to say where a stream that was to begin in the middle did not. */
    static final String WHY_ONE_STREAM = "the server does not begin a stream of this query at a block in the middle";

    /**
     * A server that knows nothing of a cursor's hash begins at its number: so a number with a hash that no block has is how to begin at a
     * block whose parent is not known.
     */
    private static final String NO_BLOCKS_HASH = "0x" + "f".repeat(64);

    private static final long ANYWHERE = -1;

    /**
     * The way to go on from a position.
     *
     * @param spec what to load; the query is asked for its first message if the load begins at a named block
     * @param slice the slice
     * @param neighbours know where the slice begins
     * @param position where the slice stands
     * @param cancel reaches the asking
     * @return how to start; empty if the server has nothing yet
     */
    static Optional<SliceStart> of(
            JobSpec spec, Slice slice, Neighbours neighbours, StreamPosition position, CancelSignal cancel) {
        Cursor behind = position.startedBehind().orElse(null);
        if (behind != null) {
            return Optional.of(new SliceStart(position, behind, ANYWHERE, false));
        }
        if (!neighbours.isLowest(slice)) {
            long first = neighbours.first(slice);
            return Optional.of(
                    new SliceStart(position, Cursor.of(neighbours.network(), first, NO_BLOCKS_HASH), first, false));
        }
        long expected = spec.fromBlock() == null ? ANYWHERE : spec.fromBlock();
        if (position.history().origin() instanceof StreamOrigin.FromBlock from) {
            if (from.block() == 0) { // nothing lies below it: no need to ask
                return Optional.of(atEarliest(position, expected));
            }
            return earliest(spec.reading(), cancel).map(first -> at(from.block(), first, position, expected));
        }
        return Optional.of(new SliceStart(position, null, expected, true));
    }

    private static SliceStart at(long block, BlockRange earliest, StreamPosition position, long expected) {
        if (block > earliest.start()) {
            Cursor cursor = Cursor.of(earliest.network(), block, NO_BLOCKS_HASH);
            return new SliceStart(position, cursor, expected, true);
        }
        return atEarliest(position, expected);
    }

    private static SliceStart atEarliest(StreamPosition position, long expected) {
        StreamHistory fromEarliest =
                new StreamHistory(StreamOrigin.earliest(), position.history().records());
        return new SliceStart(StreamPosition.resuming(fromEarliest, null), null, expected, true);
    }

    /**
     * The first range of a stream without a cursor: where the server's blocks begin, and how many it sends at a time.
     *
     * @param query the query
     * @param cancel reaches the asking
     * @return the range; empty if the server has nothing yet
     */
    static Optional<BlockRange> earliest(Query query, CancelSignal cancel) {
        try (BatchStream stream = query.stream(null)) {
            cancel.reading(stream);
            return firstRange(stream);
        } finally {
            cancel.reading(null);
        }
    }

    /** The first range of what a query answers, if it has any. */
    static Optional<BlockRange> firstRange(BatchStream stream) {
        for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
            if (!batch.metadata().ranges().isEmpty()) {
                return Optional.of(batch.metadata().ranges().get(0));
            }
        }
        return Optional.empty();
    }
}
