package io.amp4j.loader.internal;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StreamState;
import java.util.List;
import java.util.Objects;

/** What a slice that runs has to know of those beside it and of what is held, and what they have to know of it. Thread-safe. */
final class Neighbours {
    private final SharedSlices shared;
    private final SliceLock lock;
    private final SliceBoard board;
    private final SlicePlanner planner;
    private final HeadWatch headWatch;
    private final JobMonitor monitor;
    private final boolean parallel;

    Neighbours(SharedSlices shared, SliceTerms terms, JobMonitor monitor) {
        this.shared = shared;
        this.lock = shared.lock();
        this.board = shared.board();
        this.planner = shared.planner();
        this.headWatch = shared.headWatch();
        this.monitor = monitor;
        this.parallel = terms.workers() > 1;
    }

    /** The network of the stream. */
    String network() {
        synchronized (lock) {
            return Objects.requireNonNull(planner.network(), "nothing is cut before the network is known");
        }
    }

    SliceView view(Slice slice) {
        synchronized (lock) {
            return board.view(slice);
        }
    }

    boolean haveChanged(Slice slice, int seen) {
        synchronized (lock) {
            return slice.version() != seen;
        }
    }

    boolean isLowest(Slice slice) {
        synchronized (lock) {
            return slice.isLowest();
        }
    }

    long first(Slice slice) {
        synchronized (lock) {
            return slice.first();
        }
    }

    /** Waits until the lowest slice has committed: so no load ever leaves a gap before its first record. */
    void awaitLowest(Slice slice) {
        lock.await(() -> slice.isLowest() || !board.isEmpty(), slice.stop());
    }

    /** Whether the first record of all would be worth a commit of its own, since others wait for it. */
    boolean waitForFirstRecord() {
        synchronized (lock) {
            return parallel && board.isEmpty();
        }
    }

    /** Notes the range that a slice's stream has come to. False if it goes beyond the slice's limit: {@link #cross} first. */
    boolean reach(Slice slice, BlockRange range) {
        synchronized (lock) {
            boolean first = planner.network() == null;
            boolean mayBeBehind = slice.isOpen() && range.end() > slice.reached() && planner.mayBeBehind(range);
            if (first && parallel) {
                headWatch.want();
            } else if (mayBeBehind) {
                headWatch.wantUnlessFresh();
            }
            planner.observe(range);
            if (range.end() > slice.limit()) {
                return false;
            }
            slice.reach(range.end());
            if (first || headWatch.isDue()) {
                lock.changed();
            }
            return true;
        }
    }

    /**
     * Makes what a range covers beyond a slice's limit the slice's own: stops those who work there, and waits until they have.
     *
     * @param slice the slice, which has nothing open
     * @param range the range
     * @return false if the slice is done, since what lies beyond links to it by now
     */
    boolean cross(Slice slice, BlockRange range) {
        while (true) {
            List<Slice> others;
            synchronized (lock) {
                if (board.isDone(slice)) {
                    shared.ended(slice, true);
                    return false;
                }
                others = board.extend(slice, range.end());
                others.stream().filter(Slice::hasFailed).forEach(board::remove);
                others.forEach(other -> other.stop().request());
                slice.crosses(!others.stream().allMatch(Slice::hasFailed));
                if (!slice.isCrossing()) {
                    slice.reach(range.end());
                    return true;
                }
            }
            lock.await(() -> others.stream().noneMatch(board::isActive), slice.stop());
        }
    }

    boolean isEdge(Slice slice, long block) {
        synchronized (lock) {
            return board.isEdge(slice, block);
        }
    }

    /** Whether a slice has nothing more to do; then it has ended. */
    boolean isDone(Slice slice) {
        synchronized (lock) {
            boolean done = board.isDone(slice);
            if (done) {
                shared.ended(slice, true);
            }
            return done;
        }
    }

    /** Notes a slice's commit. */
    void committed(Slice slice, List<StreamRecord> removed, List<StreamRecord> added, long rows, long bytes) {
        synchronized (lock) {
            boolean first = board.isEmpty();
            shared.failures().progressed();
            board.committed(removed, added);
            added.stream()
                    .filter(record -> !record.isMerged())
                    .findFirst()
                    .ifPresent(lowest -> board.joinAfterCommit(slice, lowest));
            slice.wrote(rows);
            planner.loaded(
                    bytes,
                    added.stream().mapToLong(record -> record.range().blocks()).sum());
            monitor.completeUpTo(board.completeUpTo());
            if (first) {
                lock.changed();
            }
        }
    }

    /**
     * What the destination says when it was opened, or after a recovery, while no unit was open. A recovery can bring to light an edge that does
     * not link, and whoever waits can mend it.
     */
    void read(StreamState state) {
        synchronized (lock) {
            board.read(state.records());
            monitor.completeUpTo(board.completeUpTo());
            lock.changed();
        }
    }

    /** The server cannot begin a stream in the middle: the lowest slice goes on alone, and then one after another. */
    void runAsOneStream(String reason) {
        synchronized (lock) {
            if (planner.isOneStream()) {
                return;
            }
            planner.runAsOneStream();
            shared.events().runAsOneStream(reason);
            board.slices().stream()
                    .filter(slice -> !slice.isLowest())
                    .forEach(slice -> slice.stop().request());
            lock.changed();
        }
        shared.events().tell();
    }
}
