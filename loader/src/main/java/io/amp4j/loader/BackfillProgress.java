package io.amp4j.loader;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a parallel load is on its way to the last block asked for, or to the newest one that the server was seen to have.
 *
 * @param blocks how many blocks there are to load in all
 * @param loaded how many of them the destination holds
 * @param remaining about how long it still takes, or null before anything was loaded
 * @param workers how many slices may run at once
 * @param slices the slices that run, ascending
 */
public record BackfillProgress(
        long blocks, long loaded, @Nullable Duration remaining, int workers, List<SliceProgress> slices) {
    /** Takes a copy of the list. */
    public BackfillProgress {
        slices = List.copyOf(slices);
    }

    /**
     * The share of the blocks that the destination holds.
     *
     * @return from 0 to 1
     */
    public double fraction() {
        return blocks == 0 ? 1 : Math.min(1, (double) loaded / blocks);
    }

    /**
     * A slice that runs.
     *
     * @param first its first block
     * @param last its last block, or null for the live stream at the top
     * @param reached the block that its stream has come to; {@code first - 1} before the first message
     * @param rows rows that it has committed
     * @param failed whether it has failed for good
     */
    public record SliceProgress(long first, @Nullable Long last, long reached, long rows, boolean failed) {
        /**
         * The share of the slice's blocks that its stream has come to.
         *
         * @return from 0 to 1; 0 for the live stream, which has no end
         */
        public double fraction() {
            return last == null || last < first ? 0 : Math.min(1, (double) (reached - first + 1) / (last - first + 1));
        }
    }
}
