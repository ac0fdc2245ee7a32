package io.amp4j.loader.internal;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.BackfillProgress.SliceProgress;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.internal.SliceBoard.FreeSpan;
import io.amp4j.loader.spi.StreamState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where the workers of a job meet: it hands out slices, and guards what is known of the destination. Thread-safe; waits go by the load's clock, and
 * nobody waits while others are kept out.
 */
final class SliceDesk {
    private static final Duration LONG = Duration.ofDays(36_500);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /** So many slices that fail for good, with no commit in between, fail for one reason, and so would the rest. */
    private static final int HOPELESS = 3;

    private final SliceTerms terms;
    private final SliceBoard board;
    private final SlicePlanner planner;
    private final HeadSource head;
    private final LoadClock clock;
    private final JobMonitor monitor;
    private final CancelSignal job;
    private final long began;
    private CompletableFuture<Void> changed = new CompletableFuture<>();
    private long heldAtFirst;
    private boolean headWanted;
    private long askedAt;
    private boolean ended;
    private @Nullable AmpException failure;
    private int failuresInARow;

    /** Told once the lock is free: a listener may ask for the load's progress. */
    private final Queue<LoadEvent> said = new ConcurrentLinkedQueue<>();

    SliceDesk(JobSpec spec, StreamState opened, HeadSource head, JobMonitor monitor, CancelSignal job) {
        this.terms = spec.slices();
        this.board = new SliceBoard(spec.fromBlock());
        this.planner = new SlicePlanner(terms, spec.toBlock());
        this.head = head;
        this.clock = spec.clock();
        this.monitor = monitor;
        this.job = job;
        this.began = clock.nanos();
        this.askedAt = began - ASK_AGAIN.toNanos();
        board.read(opened.records());
        monitor.completeUpTo(board.completeUpTo());
    }

    /** Tells what a first look at the server has shown. */
    synchronized void surveyed(Optional<BlockRange> first, OptionalLong newest) {
        first.ifPresent(planner::beginsWith);
        newest.ifPresent(planner::headIs);
        heldAtFirst = board.blocksFrom(planner.earliest());
    }

    /** The next slice for a worker that has nothing to do; waits for one. Null once the job ends. */
    @Nullable
    Slice take() {
        while (true) {
            CompletableFuture<Void> change;
            boolean over;
            boolean ask;
            Slice slice;
            synchronized (this) {
                slice = ended || job.requested() ? null : cut().orElse(null);
                over = slice == null && isOver();
                ask = slice == null && !over && headWanted;
                headWanted &= !ask;
                change = changed;
            }
            tell();
            if (slice != null || over) {
                return slice;
            }
            if (ask) {
                askForHead();
            } else {
                clock.await(LONG, CompletableFuture.anyOf(change, job.future()));
            }
        }
    }

    private void say(LoadEvent event) {
        said.add(event);
    }

    /** Tells what was said, outside the lock. */
    void tell() {
        for (LoadEvent event = said.poll(); event != null; event = said.poll()) {
            monitor.tell(event);
        }
    }

    private Optional<Slice> cut() {
        Optional<FreeSpan> span = planner.next(board);
        return span.map(this::begin);
    }

    private Slice begin(FreeSpan span) {
        Slice slice = board.add(span.first(), span.start(), span.last(), job.child());
        if (terms.workers() > 1) {
            say(new LoadEvent.SliceBegan(slice.start(), limit(slice)));
            change();
        }
        return slice;
    }

    private static @Nullable Long limit(Slice slice) {
        return slice.isOpen() ? null : slice.limit();
    }

    private boolean isOver() {
        boolean nothingRuns = board.slices().stream().allMatch(Slice::hasFailed);
        if (ended || job.requested() || (nothingRuns && !headWanted)) {
            return true;
        }
        endLiveStreamAfterFailure();
        return false;
    }

    /** The load has to end with the failure; a slice that waits for blocks that are not there yet would never let it. */
    private void endLiveStreamAfterFailure() {
        boolean onlyLive = board.slices().stream()
                .allMatch(slice -> slice.isOpen() || slice.hasFailed() || slice.limit() > planner.target());
        if (failure != null && onlyLive) {
            board.slices().forEach(slice -> slice.stop().request());
        }
    }

    private void askForHead() {
        OptionalLong newest = head.newest();
        synchronized (this) {
            newest.ifPresent(planner::headIs);
            askedAt = clock.nanos();
            change();
        }
    }

    private void change() {
        CompletableFuture<Void> old = changed;
        changed = new CompletableFuture<>();
        old.complete(null);
    }

    /** Ends the job: whoever works stops, and nobody gets more. */
    synchronized void end() {
        ended = true;
        board.slices().forEach(slice -> slice.stop().request());
        change();
    }

    /** Why the job has to end with a failure, once it ends. */
    synchronized @Nullable AmpException failure() {
        return failure;
    }

    synchronized List<StreamRecord> records() {
        return board.records();
    }

    /** The network of the stream. */
    synchronized String network() {
        return Objects.requireNonNull(planner.network(), "nothing is cut before the network is known");
    }

    /** Waits until the lowest slice has committed: so no load ever leaves a gap before its first record. */
    void awaitLowest(Slice slice) {
        while (true) {
            CompletableFuture<Void> change;
            synchronized (this) {
                if (slice.isLowest() || !board.isEmpty()) {
                    return;
                }
                change = changed;
            }
            slice.stop().check();
            clock.await(LONG, CompletableFuture.anyOf(change, slice.stop().future()));
        }
    }

    /** Whether the first record of all would be worth a commit of its own, since others wait for it. */
    synchronized boolean othersWaitForFirstRecord() {
        return terms.workers() > 1 && board.isEmpty();
    }

    synchronized SliceView view(Slice slice) {
        return board.view(slice);
    }

    synchronized boolean hasChanged(Slice slice, int seen) {
        return slice.version() != seen;
    }

    synchronized boolean isLowest(Slice slice) {
        return slice.isLowest();
    }

    synchronized long first(Slice slice) {
        return slice.first();
    }

    /** Notes the range that a slice's stream has come to. False if it goes beyond the slice's limit: {@link #cross} first. */
    synchronized boolean reach(Slice slice, BlockRange range) {
        boolean first = planner.network() == null;
        boolean mayBeBehind = slice.isOpen() && range.end() > slice.reached() && planner.mayBeBehind(range);
        if ((first && terms.workers() > 1) || (mayBeBehind && clock.nanos() - askedAt >= ASK_AGAIN.toNanos())) {
            headWanted = true;
        }
        planner.observe(range);
        if (range.end() > slice.limit()) {
            return false;
        }
        slice.reach(range.end());
        if (first || headWanted) {
            change();
        }
        return true;
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
            synchronized (this) {
                if (board.isDone(slice)) {
                    ended(slice, true);
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
            awaitEnd(others, slice);
        }
    }

    private void awaitEnd(List<Slice> others, Slice slice) {
        while (true) {
            CompletableFuture<Void> change;
            synchronized (this) {
                if (others.stream().noneMatch(board::isActive)) {
                    return;
                }
                change = changed;
            }
            slice.stop().check();
            clock.await(LONG, CompletableFuture.anyOf(change, slice.stop().future()));
        }
    }

    synchronized boolean isEdge(Slice slice, long block) {
        return board.isEdge(slice, block);
    }

    /** Notes a slice's commit. */
    synchronized void committed(
            Slice slice, List<StreamRecord> removed, List<StreamRecord> added, long rows, long bytes) {
        boolean first = board.isEmpty();
        failuresInARow = 0;
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
            change();
        }
    }

    /** Whether a slice has nothing more to do; then it has ended. */
    synchronized boolean isDone(Slice slice) {
        boolean done = board.isDone(slice);
        if (done) {
            ended(slice, true);
        }
        return done;
    }

    /** What the destination says after a recovery, while no unit was open. */
    synchronized void recovered(StreamState state) {
        board.read(state.records());
        monitor.completeUpTo(board.completeUpTo());
    }

    /** A slice has stopped: what it has not loaded goes to another. */
    synchronized void stopped(Slice slice) {
        if (board.isActive(slice)) {
            board.remove(slice);
            ended(slice, false);
        }
    }

    private void ended(Slice slice, boolean complete) {
        job.release(slice.stop());
        if (terms.workers() > 1) {
            say(new LoadEvent.SliceEnded(slice.start(), limit(slice), complete));
        }
        change();
    }

    /** A slice has failed for good, with the state known: nobody else tries its blocks in this job. */
    synchronized void failed(Slice slice, AmpException cause) {
        failure = failure == null ? cause : failure;
        failuresInARow++;
        slice.fail();
        planner.endAtLimits();
        if (terms.workers() > 1) {
            say(new LoadEvent.SliceFailed(slice.start(), cause));
        }
        if (terms.stopOnError() || terms.workers() == 1 || board.isEmpty() || failuresInARow == HOPELESS) {
            end();
        }
        change();
    }

    /** The server cannot begin a stream in the middle: the lowest slice goes on alone, and then one after another. */
    synchronized void runAsOneStream(String reason) {
        if (planner.isOneStream()) {
            return;
        }
        planner.runAsOneStream();
        say(new LoadEvent.RunsAsOneStream(reason));
        board.slices().stream()
                .filter(slice -> !slice.isLowest())
                .forEach(slice -> slice.stop().request());
        change();
    }

    /** How far a parallel load is. */
    synchronized @Nullable BackfillProgress progress() {
        long target = planner.target();
        long first = Math.max(planner.earliest(), firstAsked());
        if (terms.workers() == 1 || target < first) {
            return null;
        }
        long blocks = target - first + 1;
        long held = Math.min(blocks, board.blocksFrom(first));
        List<SliceProgress> slices = board.slices().stream()
                .map(slice -> new SliceProgress(
                        slice.start(), limit(slice), slice.reached(), slice.rows(), slice.hasFailed()))
                .toList();
        return new BackfillProgress(
                blocks, held, remaining(blocks - held, held - heldAtFirst), terms.workers(), slices);
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

    /** The newest block of the tables that a query reads. */
    @FunctionalInterface
    interface HeadSource {
        /**
         * Asks the server.
         *
         * @return the block's number, or empty if the server does not say
         */
        OptionalLong newest();
    }
}
