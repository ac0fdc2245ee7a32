package io.amp4j.loader;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.Reorg;
import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.StreamState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link LoadListener} hears. */
public sealed interface LoadEvent {
    /**
     * The destination is open.
     *
     * @param level what its readers may see while the load runs
     * @param state what it holds, with this job's epoch
     */
    record Opened(ConsistencyLevel level, StreamState state) implements LoadEvent {}

    /**
     * A query is started: at the beginning, after a failure, and after a reorg that has to be read again.
     *
     * @param cursor the block that it goes on behind, or null where it begins as the load first began, and in batch loads
     */
    record Reading(@Nullable Cursor cursor) implements LoadEvent {}

    /**
     * A stream could not begin at the block asked for: it reads from an earlier one, and drops what lies below.
     *
     * @param askedFor the first block asked for
     * @param beganAt the block at which the server began
     */
    record BeganElsewhere(long askedFor, long beganAt) implements LoadEvent {}

    /**
     * The server says nothing yet of the block asked for, most likely since its chain has not reached it: the load waits.
     *
     * @param block the first block asked for
     */
    record AwaitingBlock(long block) implements LoadEvent {}

    /**
     * A parallel load has begun a slice.
     *
     * @param first its first block
     * @param last its last block, or null for the live stream at the top
     */
    record SliceBegan(long first, @Nullable Long last) implements LoadEvent {}

    /**
     * A slice of a parallel load has ended.
     *
     * @param first its first block
     * @param last its last block, or null for the live stream at the top; a slice can be shortened while it runs
     * @param complete whether all of it is loaded; else the rest goes to another slice
     */
    record SliceEnded(long first, @Nullable Long last, boolean complete) implements LoadEvent {}

    /**
     * A slice of a parallel load has failed for good; the load ends with this failure once the other slices are done.
     *
     * @param first its first block
     * @param cause why
     */
    record SliceFailed(long first, AmpException cause) implements LoadEvent {}

    /**
     * A load that was asked to be parallel runs as one stream.
     *
     * @param reason why, as a sentence for people
     */
    record RunsAsOneStream(String reason) implements LoadEvent {}

    /**
     * Rows were written to the open unit.
     *
     * @param rows how many
     * @param bytes their Arrow bytes
     * @param range their blocks, or null in a batch load
     */
    record Wrote(long rows, long bytes, @Nullable BlockRange range) implements LoadEvent {}

    /**
     * A unit was committed.
     *
     * @param rows rows added
     * @param bytes their Arrow bytes
     * @param ranges the microbatches of the unit
     * @param took how long the commit took
     */
    record Committed(long rows, long bytes, List<BlockRange> ranges, Duration took) implements LoadEvent {
        /** Takes a copy of the list. */
        public Committed {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * The chain was reorganised; what is void goes with the next commit.
     *
     * @param reorg what is void
     */
    record Reorganised(Reorg reorg) implements LoadEvent {}

    /**
     * Something failed for a while: what was open is rolled back, and the job tries again.
     *
     * @param cause what failed
     * @param attempt the number of this retry since the last progress, from one
     * @param delay how long the job waits before
     */
    record Retrying(AmpException cause, int attempt, Duration delay) implements LoadEvent {}

    /**
     * The query's tables hold nothing yet: the job asks again later.
     *
     * @param delay how long it waits before
     */
    record NothingYet(Duration delay) implements LoadEvent {}

    /**
     * The load has ended without a failure.
     *
     * @param result what it did
     */
    record Finished(LoadResult result) implements LoadEvent {}

    /**
     * The load has failed for good.
     *
     * @param cause why
     */
    record Failed(Throwable cause) implements LoadEvent {}
}
