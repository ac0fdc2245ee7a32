package io.amp4j.loader;

import io.amp4j.client.Cursor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a load is: a snapshot.
 *
 * @param phase what it is doing
 * @param rows rows committed by this job
 * @param bytes Arrow bytes committed by this job
 * @param pendingRows rows written to units that are open
 * @param rowsPerSecond rows written in a second, over the last ten seconds or so, whether or not they are committed yet
 * @param blocks blocks committed by this job, those that replaced others counted again
 * @param cursor the block that the destination is complete up to, or null before the first commit and in batch loads
 * @param lag how long the oldest message that is not yet committed has waited, zero if there is none
 * @param units how many units were committed
 * @param reorgs how many reorgs were undone
 * @param retries how many times the job had to recover
 * @param elapsed time since the load was started
 * @param backfill how far a parallel load is, or null for other loads, and where it is not known how much there is to load
 */
public record LoadProgress(
        Phase phase,
        long rows,
        long bytes,
        long pendingRows,
        double rowsPerSecond,
        long blocks,
        @Nullable Cursor cursor,
        Duration lag,
        long units,
        long reorgs,
        long retries,
        Duration elapsed,
        @Nullable BackfillProgress backfill) {
    /** What a load is doing. */
    public enum Phase {
        /** Opens the destination, or asks the server for the schema. */
        OPENING,
        /** Reads and writes. */
        LOADING,
        /** Waits before it tries again, or until the server has something. */
        WAITING,
        /** Has ended, and all that was asked is in the table. */
        FINISHED,
        /** Was cancelled. */
        CANCELLED,
        /** Has failed for good. */
        FAILED
    }
}
