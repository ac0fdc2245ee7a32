package io.amp4j.loader;

import io.amp4j.client.BlockRange;
import java.time.Duration;
import java.util.List;

/**
 * What one job did.
 *
 * @param ending why it ended
 * @param rows rows committed by this job
 * @param bytes Arrow bytes committed by this job
 * @param duration time from start to end
 * @param ranges the blocks that the destination holds at the end, neighbours joined; for a batch load what the server said of its tables
 * @param reorgs how many reorgs were undone
 * @param units how many units were committed
 * @param retries how many times the job had to recover
 */
public record LoadResult(
        Ending ending,
        long rows,
        long bytes,
        Duration duration,
        List<BlockRange> ranges,
        long reorgs,
        long units,
        long retries) {
    /** Takes a copy of the list. */
    public LoadResult {
        ranges = List.copyOf(ranges);
    }

    /** Why a load ended without a failure. */
    public enum Ending {
        /** All that was asked for is committed. */
        COMPLETE,
        /** A batch load with this load id was committed earlier: nothing was written. */
        ALREADY_LOADED,
        /** A live stream was cancelled. */
        CANCELLED
    }
}
