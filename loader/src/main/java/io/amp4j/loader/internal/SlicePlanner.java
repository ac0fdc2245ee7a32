package io.amp4j.loader.internal;

import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what to load next: gaps first, the lowest one first, then the tail; and once all is handed out, the half of what a slow slice has left. No
 * clock, no I/O, no lock: its owner guards it.
 */
final class SlicePlanner {
    /** About how many Arrow bytes a slice has, where the user names no number of blocks: some units' worth. */
    private static final long SLICE_BYTES = 256L << 20;

    /** Before anything is measured: not so many that it matters if they are dense. */
    private static final long FIRST_INTERVALS = 64;

    /** Newer measurements weigh more: density changes along the chain. */
    private static final double WEIGHT = 0.3;

    /** What is left of a slice before a part of it is worth another stream: to start one takes as long as some messages. */
    private static final long WORTH_A_STREAM = 8;

    private static final long UNKNOWN = -1;

    private final SliceTerms terms;
    private final @Nullable Long toBlock;
    private long interval;
    private long earliest;
    private long head = UNKNOWN;
    private double bytesPerBlock;
    private boolean oneStream;
    private boolean bounded;
    private long share;
    private @Nullable String network;

    SlicePlanner(SliceTerms terms, @Nullable Long toBlock) {
        this.terms = terms;
        this.toBlock = toBlock;
        this.oneStream = terms.workers() == 1;
    }

    /** The server's first range: where its blocks begin. */
    void beginsWith(BlockRange range) {
        earliest = range.start();
        observe(range);
    }

    /** A range that the server has sent: the largest shows its interval. */
    void observe(BlockRange range) {
        interval = Math.max(interval, range.blocks());
        network = range.network();
    }

    /** The newest block that the server has. */
    void headIs(long block) {
        head = block;
    }

    void loaded(long bytes, long blocks) {
        double measured = (double) bytes / Math.max(1, blocks);
        bytesPerBlock = bytesPerBlock == 0 ? measured : WEIGHT * measured + (1 - WEIGHT) * bytesPerBlock;
    }

    /** From here on one slice runs at a time. */
    void runAsOneStream() {
        oneStream = true;
    }

    /** From here on nothing begins that would wait for blocks which are not there yet. */
    void endAtLimits() {
        bounded = true;
    }

    boolean isOneStream() {
        return oneStream;
    }

    @Nullable
    String network() {
        return network;
    }

    /** The block to load up to as far as it is known, or -1. */
    long target() {
        if (toBlock == null) {
            return head;
        }
        return head == UNKNOWN ? toBlock : Math.min(head, toBlock);
    }

    long earliest() {
        return earliest;
    }

    /** Whether a stream that has come to a range may be far behind: only then is it worth asking how far. */
    boolean mayBeBehind(BlockRange range) {
        return !oneStream && range.blocks() >= interval && range.end() >= head;
    }

    /**
     * The next slice.
     *
     * @param board what is held and worked on; what is cut from a running slice is taken from it
     * @return what to load, or empty if there is nothing now
     */
    Optional<FreeSpan> next(SliceBoard board) {
        if (oneStream && board.slices().stream().anyMatch(slice -> !slice.hasFailed())) {
            return Optional.empty();
        }
        List<FreeSpan> free = board.free();
        share = left(board, free) / terms.workers();
        for (FreeSpan span : shortensWhatIsFarBehind(board) ? board.free() : free) {
            Optional<FreeSpan> cut = oneStream && span.beginsInTheMiddle()
                    ? Optional.empty()
                    : cut(span).flatMap(this::withinReach);
            if (cut.isPresent()) {
                return cut;
            }
        }
        return oneStream ? Optional.empty() : steal(board);
    }

    /** All that is not loaded yet, whoever works on it. */
    private long left(SliceBoard board, List<FreeSpan> free) {
        long waiting = free.stream()
                .mapToLong(span -> (span.isOpen() ? target() : span.last()) - Math.max(span.start(), earliest) + 1)
                .filter(blocks -> blocks > 0)
                .sum();
        return waiting
                + board.slices().stream()
                        .filter(slice -> !slice.isOpen() || target() != UNKNOWN)
                        .mapToLong(slice -> Math.max(0, left(board, slice)))
                        .sum();
    }

    private Optional<FreeSpan> cut(FreeSpan span) {
        long start = Math.max(span.start(), earliest);
        if (toBlock != null && start > toBlock) { // records can lie beyond it, and gaps between them
            return Optional.empty();
        }
        if (!span.isOpen()) {
            return Optional.of(isCutting() ? upTo(span, span.last()) : span);
        }
        FreeSpan tail = new FreeSpan(span.first(), start, span.last());
        if (isCutting() && missing(tail.start()) >= threshold()) {
            return Optional.of(upTo(tail, target()));
        }
        if (toBlock != null) {
            return Optional.of(new FreeSpan(tail.first(), tail.start(), toBlock));
        }
        return bounded ? Optional.empty() : Optional.of(tail);
    }

    private Optional<FreeSpan> withinReach(FreeSpan span) {
        if (!bounded) {
            return Optional.of(span);
        }
        return span.start() > target()
                ? Optional.empty()
                : Optional.of(new FreeSpan(span.first(), span.start(), Math.min(span.last(), target())));
    }

    private boolean isCutting() {
        return !oneStream && interval > 0;
    }

    private long missing(long start) {
        return target() == UNKNOWN ? 0 : target() - start + 1;
    }

    private long threshold() {
        Long asked = terms.catchUp();
        return asked == null ? 2 * size() : Math.max(asked, 2 * interval);
    }

    private FreeSpan upTo(FreeSpan span, long last) {
        long blocks = last - span.start() + 1;
        long size = size();
        boolean restIsSmall = blocks < size + size / 2;
        boolean keepsAll = restIsSmall && !span.isOpen();
        long end = keepsAll ? last : span.start() + size - 1;
        return new FreeSpan(span.first(), span.start(), toBlock == null ? end : Math.min(end, toBlock));
    }

    /** In whole intervals, so that a watermark falls on the end by itself; and no more than each worker's share, so that all end together. */
    private long size() {
        Long asked = terms.size();
        if (asked != null) {
            return inIntervals(asked);
        }
        double wanted = bytesPerBlock == 0 ? FIRST_INTERVALS * (double) interval : SLICE_BYTES / bytesPerBlock;
        return Math.max(interval, (long) Math.min(wanted, (double) share) / interval * interval);
    }

    private long inIntervals(long blocks) {
        return interval * ((blocks + interval - 1) / interval);
    }

    /** A live stream that is far behind gets an end, so that what lies beyond can be cut. */
    private boolean shortensWhatIsFarBehind(SliceBoard board) {
        boolean any = false;
        for (Slice slice : board.slices()) {
            long base = base(board, slice);
            if (isCutting()
                    && slice.isOpen()
                    && !slice.hasFailed()
                    && !slice.isCrossing()
                    && missing(base + 1) >= threshold()) {
                slice.limitTo(base + size());
                any = true;
            }
        }
        return any;
    }

    private Optional<FreeSpan> steal(SliceBoard board) {
        if (!isCutting()) {
            return Optional.empty();
        }
        return board.slices().stream()
                .filter(slice -> !slice.isOpen() && !slice.hasFailed() && !slice.isCrossing())
                .filter(slice -> left(board, slice) >= WORTH_A_STREAM * interval)
                .filter(slice -> board.view(slice).ahead().isEmpty())
                .max(Comparator.comparingLong(slice -> left(board, slice)))
                .map(slice -> halve(board, slice));
    }

    private long left(SliceBoard board, Slice slice) {
        long end = target() == UNKNOWN ? slice.limit() : Math.min(slice.limit(), target());
        return end - base(board, slice);
    }

    private FreeSpan halve(SliceBoard board, Slice slice) {
        long limit = slice.limit();
        long middle = base(board, slice) + inIntervals(left(board, slice) / 2);
        slice.limitTo(middle);
        return new FreeSpan(middle + 1, middle + 1, limit);
    }

    /** The last block that the slice's stream has come to, or that it has records of from before a reorg. */
    private static long base(SliceBoard board, Slice slice) {
        List<StreamRecord> run = board.view(slice).run().records();
        long held = run.isEmpty() ? 0 : run.get(run.size() - 1).range().end();
        return Math.max(slice.streamed(), held);
    }
}
