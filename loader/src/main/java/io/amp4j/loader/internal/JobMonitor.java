package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a job does, and tells its listeners. The job's thread writes; any thread takes snapshots. */
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
    private @Nullable Long waitingSince;

    JobMonitor(LoadClock clock, List<LoadListener> listeners) {
        this.clock = clock;
        this.listeners = listeners;
        this.start = clock.nanos();
        this.rate = new RateMeter(start);
    }

    void tell(LoadEvent event) {
        count(event);
        for (LoadListener listener : listeners) {
            tell(listener, event);
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
            nothingPending();
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

    /** A message came that is not committed yet. */
    synchronized void received() {
        if (waitingSince == null) {
            waitingSince = clock.nanos();
        }
    }

    /** What was open is gone: committed or rolled back. */
    synchronized void nothingPending() {
        pendingRows = 0;
        pendingBytes = 0;
        waitingSince = null;
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

    synchronized LoadProgress progress() {
        Duration lag = waitingSince == null ? Duration.ZERO : since(waitingSince);
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
                since(start));
    }

    private Duration since(long nanos) {
        return Duration.ofNanos(clock.nanos() - nanos);
    }
}
