package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.spi.StreamState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands slices out to the workers of a job, takes them back, and says when the job is over. Thread-safe. */
final class SliceDesk {
    private final SliceTerms terms;
    private final SharedSlices shared;
    private final SliceLock lock;
    private final SliceBoard board;
    private final SlicePlanner planner;
    private final HeadSource head;
    private final HeadWatch headWatch;
    private final BackfillMeter meter;
    private final Neighbours neighbours;
    private final CancelSignal job;
    private boolean ended;

    SliceDesk(JobSpec spec, StreamState opened, HeadSource head, JobMonitor monitor, CancelSignal job) {
        this.terms = spec.slices();
        this.shared = SharedSlices.of(spec, monitor, job);
        this.lock = shared.lock();
        this.board = shared.board();
        this.planner = shared.planner();
        this.head = head;
        this.headWatch = shared.headWatch();
        this.meter = new BackfillMeter(board, planner, terms.workers(), spec.clock());
        this.neighbours = new Neighbours(shared, terms, monitor);
        this.job = job;
        neighbours.read(opened);
    }

    /** For the slices that run. */
    Neighbours neighbours() {
        return neighbours;
    }

    /** Tells what a first look at the server has shown. */
    void surveyed(Optional<BlockRange> first, OptionalLong newest) {
        synchronized (lock) {
            first.ifPresent(planner::beginsWith);
            newest.ifPresent(planner::headIs);
            meter.start();
        }
    }

    /** The next slice for a worker that has nothing to do; waits for one. Null once the job ends. */
    @Nullable
    Slice take() {
        while (true) {
            CompletableFuture<Void> change;
            boolean over;
            boolean ask;
            Slice slice;
            synchronized (lock) {
                slice = ended || job.requested() ? null : cut().orElse(null);
                over = slice == null && isOver();
                ask = slice == null && !over && headWatch.takes();
                change = lock.nextChange();
            }
            tell();
            if (slice != null || over) {
                return slice;
            }
            if (ask) {
                askForHead();
            } else {
                lock.await(change, job);
            }
        }
    }

    /** Tells what has become of slices. Called by who does not hold the lock. */
    void tell() {
        shared.events().tell();
    }

    private Optional<Slice> cut() {
        return planner.next(board).map(this::begin);
    }

    private Slice begin(FreeSpan span) {
        Slice slice = board.add(span.first(), span.start(), span.last(), job.child());
        shared.events().began(slice);
        if (terms.workers() > 1) {
            lock.changed();
        }
        return slice;
    }

    private boolean isOver() {
        boolean nothingRuns = board.slices().stream().allMatch(Slice::hasFailed);
        if (ended || job.requested() || (nothingRuns && !headWatch.isDue())) {
            return true;
        }
        endLiveStreamAfterFailure();
        return false;
    }

    /** The load has to end with the failure; a slice that waits for blocks that are not there yet would never let it. */
    private void endLiveStreamAfterFailure() {
        boolean onlyLive = board.slices().stream()
                .allMatch(slice -> slice.isOpen() || slice.hasFailed() || slice.limit() > planner.target());
        if (shared.failures().first() != null && onlyLive) {
            stopAll();
        }
    }

    private void askForHead() {
        OptionalLong newest = head.newest();
        synchronized (lock) {
            newest.ifPresent(planner::headIs);
            headWatch.asked();
            lock.changed();
        }
    }

    /** A slice has stopped: what it has not loaded goes to another. */
    void stopped(Slice slice) {
        synchronized (lock) {
            if (board.isActive(slice)) {
                board.remove(slice);
                shared.ended(slice, false);
            }
        }
    }

    /** A slice has failed for good, with the state known: nobody else tries its blocks in this job. */
    void failed(Slice slice, AmpException cause) {
        synchronized (lock) {
            SliceFailures failures = shared.failures();
            failures.add(cause);
            slice.fail();
            planner.endAtLimits();
            shared.events().failed(slice, cause);
            if (terms.stopOnError() || terms.workers() == 1 || board.isEmpty() || failures.areHopeless()) {
                end();
            }
            lock.changed();
        }
    }

    /** Ends the job: whoever works stops, and nobody gets more. */
    void end() {
        synchronized (lock) {
            ended = true;
            stopAll();
            lock.changed();
        }
    }

    private void stopAll() {
        board.slices().forEach(slice -> slice.stop().request());
    }

    /** Why the job has to end with a failure, once it ends. */
    @Nullable
    AmpException failure() {
        synchronized (lock) {
            return shared.failures().first();
        }
    }

    /** What the destination holds. */
    List<StreamRecord> records() {
        synchronized (lock) {
            return board.records();
        }
    }

    /** How far a parallel load is. */
    @Nullable
    BackfillProgress progress() {
        synchronized (lock) {
            return meter.progress();
        }
    }
}
