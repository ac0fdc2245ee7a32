package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a job does, and tells its listeners, one event after another. Thread-safe. */
final class JobMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(JobMonitor.class);

    private final LoadClock clock;
    private final List<LoadListener> listeners;
    private final long start;
    private final RateMeter rate;

    private Phase phase = Phase.OPENING;
    private long rows;
    private long bytes;
    private long pendingRows;
    private long pendingBytes;
    private long blocks;
    private long units;
    private long reorgs;
    private long retries;
    private @Nullable Cursor cursor;
    private final Map<Object, Long> waitingSince = new HashMap<>();
    private Supplier<@Nullable BackfillProgress> backfill = () -> null;

    JobMonitor(LoadClock clock, List<LoadListener> listeners) {
        this.clock = clock;
        this.listeners = listeners;
        this.start = clock.nanos();
        this.rate = new RateMeter(start);
    }

    void tell(LoadEvent event) {
        count(event);
        synchronized (listeners) {
            listeners.forEach(listener -> tell(listener, event));
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static void tell(LoadListener listener, LoadEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("a load listener failed; the load goes on", e);
        }
    }

    private synchronized void count(LoadEvent event) {
        if (event instanceof LoadEvent.Wrote wrote) {
            pendingRows += wrote.rows();
            pendingBytes += wrote.bytes();
            rate.add(wrote.rows(), clock.nanos());
        } else if (event instanceof LoadEvent.Committed committed) {
            rows += committed.rows();
            bytes += committed.bytes();
            blocks += committed.ranges().stream().mapToLong(BlockRange::blocks).sum();
            units++;
            pendingRows -= committed.rows();
            pendingBytes -= committed.bytes();
        } else if (event instanceof LoadEvent.Reorganised) {
            reorgs++;
        } else if (event instanceof LoadEvent.Retrying) {
            retries++;
            phase = Phase.WAITING;
        } else if (event instanceof LoadEvent.NothingYet) {
            phase = Phase.WAITING;
        } else if (event instanceof LoadEvent.Reading) {
            phase = Phase.LOADING;
        } else if (event instanceof LoadEvent.Finished finished) {
            phase = finished.result().ending() == LoadResult.Ending.CANCELLED ? Phase.CANCELLED : Phase.FINISHED;
        } else if (event instanceof LoadEvent.Failed failed) {
            phase = isCancelled(failed.cause()) ? Phase.CANCELLED : Phase.FAILED;
        }
    }

    private static boolean isCancelled(Throwable cause) {
        return cause instanceof AmpException e && e.code() == LoadError.CANCELLED;
    }

    /** A message came that a worker has not committed yet. */
    synchronized void received(Object worker) {
        waitingSince.putIfAbsent(worker, clock.nanos());
    }

    /** What a worker had received is committed. */
    synchronized void committed(Object worker) {
        waitingSince.remove(worker);
    }

    /** What a worker had received is rolled back. */
    synchronized void rolledBack(Object worker, long lostRows, long lostBytes) {
        waitingSince.remove(worker);
        pendingRows -= lostRows;
        pendingBytes -= lostBytes;
    }

    /** Who knows how far a parallel load is. */
    synchronized void backfill(Supplier<@Nullable BackfillProgress> progress) {
        backfill = progress;
    }

    synchronized void completeUpTo(@Nullable Cursor block) {
        cursor = block;
    }

    synchronized long pendingRows() {
        return pendingRows;
    }

    synchronized long pendingBytes() {
        return pendingBytes;
    }

    synchronized LoadResult result(LoadResult.Ending ending, List<BlockRange> ranges) {
        return new LoadResult(ending, rows, bytes, since(start), ranges, reorgs, units, retries);
    }

    LoadProgress progress() {
        Supplier<@Nullable BackfillProgress> parallel;
        synchronized (this) {
            parallel = backfill;
        }
        return progress(parallel.get());
    }

    private synchronized LoadProgress progress(@Nullable BackfillProgress parallel) {
        Duration lag = waitingSince.values().stream()
                .min(Long::compare)
                .map(this::since)
                .orElse(Duration.ZERO);
        return new LoadProgress(
                phase,
                rows,
                bytes,
                pendingRows,
                rate.perSecond(clock.nanos()),
                blocks,
                cursor,
                lag,
                units,
                reorgs,
                retries,
                since(start),
                parallel);
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.nanos() - nanos);
    }
}
