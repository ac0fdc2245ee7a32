package io.amp4j.loader.internal;

import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.BackfillProgress.SliceProgress;
import io.amp4j.loader.LoadClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a parallel load is, and how long it will take. Guarded by the job's lock. */
final class BackfillMeter {
    private final SliceBoard board;
    private final SlicePlanner planner;
    private final int workers;
    private final LoadClock clock;
    private final long began;
    private long heldAtFirst;

    BackfillMeter(SliceBoard board, SlicePlanner planner, int workers, LoadClock clock) {
        this.board = board;
        this.planner = planner;
        this.workers = workers;
        this.clock = clock;
        this.began = clock.nanos();
    }

    /** What is held by now, an earlier job has loaded. */
    void start() {
        heldAtFirst = board.blocksFrom(planner.earliest());
    }

    /** How far it is; null while nobody knows how far it has to go, and for a load that is not parallel. */
    @Nullable
    BackfillProgress progress() {
        long target = planner.target();
        long first = Math.max(planner.earliest(), firstAsked());
        if (workers == 1 || target < first) {
            return null;
        }
        long blocks = target - first + 1;
        long held = Math.min(blocks, board.blocksFrom(first));
        List<SliceProgress> slices =
                board.slices().stream().map(BackfillMeter::progress).toList();
        return new BackfillProgress(blocks, held, remaining(blocks - held, held - heldAtFirst), workers, slices);
    }

    private static SliceProgress progress(Slice slice) {
        return new SliceProgress(slice.start(), slice.lastBlock(), slice.reached(), slice.rows(), slice.hasFailed());
    }

    private long firstAsked() {
        return board.origin() instanceof StreamOrigin.FromBlock from ? from.block() : 0;
    }

    private @Nullable Duration remaining(long blocks, long loaded) {
        if (loaded <= 0) {
            return null;
        }
        return Duration.ofNanos((long) ((double) (clock.nanos() - began) / loaded * blocks));
    }
}
