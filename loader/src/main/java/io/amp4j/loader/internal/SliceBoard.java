package io.amp4j.loader.internal;

import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which slices run, and which of the destination's records are theirs. The load is complete up to a block when the lowest run of records ends
 * there. No clock, no I/O, no lock: its owner guards it.
 *
 * <p>Nothing here has to be right about forks for the load to be right in the end: the job goes on until the records are one run and a live
 * stream stands at its end, and blocks that link by hash to a canonical block are canonical.
 */
final class SliceBoard {
    private final @Nullable Long fromBlock;
    private final CommittedRecords records = new CommittedRecords();
    private final List<Slice> slices = new ArrayList<>();
    private long ids;

    /**
     * A board before the first slice.
     *
     * @param fromBlock the first block asked for, or null for the earliest
     */
    SliceBoard(@Nullable Long fromBlock) {
        this.fromBlock = fromBlock;
    }

    /** Replaces all that is known of the destination by what it says. */
    void read(Collection<StreamRecord> committed) {
        records.replaceBy(committed);
        slices.forEach(this::giveWay);
        slices.forEach(this::join);
    }

    /** Notes a commit. */
    void committed(Collection<StreamRecord> removed, Collection<StreamRecord> added) {
        records.change(removed, added);
        slices.forEach(this::giveWay);
    }

    /** What a record below covers is not a slice's own any more: a reorg there can have brought a microbatch that reaches further up. */
    private void giveWay(Slice slice) {
        StreamRecord below = records.beginningBelow(slice.first());
        if (below != null && below.range().end() >= slice.first()) {
            slice.beginAt(below.range().end() + 1);
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    List<StreamRecord> records() {
        return records.list();
    }

    List<Slice> slices() {
        return slices.stream().sorted(Comparator.comparingLong(Slice::first)).toList();
    }

    /** What is neither held nor worked on, ascending; the last one has no end, unless a slice without a limit runs. */
    List<FreeSpan> free() {
        return new FreeBlocks(records, slices, this::isSettled).from(fromBlock == null ? 0 : fromBlock);
    }

    StreamOrigin origin() {
        return records.origin(fromBlock);
    }

    /** The block that the destination is complete up to. */
    @Nullable
    Cursor completeUpTo() {
        return records.completeUpTo();
    }

    /** How many blocks the records cover from a block on. */
    long blocksFrom(long block) {
        return records.blocksFrom(block);
    }

    Slice add(long first, long start, long limit, CancelSignal stop) {
        Slice slice = new Slice(++ids, first, start, limit, stop);
        slices.add(slice);
        return slice;
    }

    /** A slice that has ended, whether it is done or not: what it has committed stays, and neighbours may take it up. */
    void remove(Slice slice) {
        slices.remove(slice);
        slices.forEach(this::join);
    }

    boolean isActive(Slice slice) {
        return slices.contains(slice);
    }

    /** What the destination holds of a slice. */
    SliceView view(Slice slice) {
        List<StreamRecord> own = records.beginningIn(slice.first(), slice.limit());
        int end = own.isEmpty() || !beginsRun(slice, own.get(0)) ? 0 : 1;
        while (end > 0 && end < own.size() && CommittedRecords.links(own.get(end - 1), own.get(end))) {
            end++;
        }
        StreamOrigin origin = slice.isLowest() ? origin() : StreamOrigin.from(slice.first());
        return new SliceView(
                slice.version(), new StreamHistory(origin, own.subList(0, end)), own.subList(end, own.size()));
    }

    private static boolean beginsRun(Slice slice, StreamRecord record) {
        return slice.isLowest() || record.range().start() == slice.first();
    }

    /**
     * Lets a slice take up the records right below its own, if nobody works on them: those that its own link to; and also those that they do not
     * link to, if its own lowest record is the slice's doing. In that case it goes on behind them, and its own records lie ahead.
     *
     * @param slice the slice
     * @param lowest the lowest record that the slice has just committed, or null if it has not
     */
    void joinAfterCommit(Slice slice, @Nullable StreamRecord lowest) {
        join(slice);
        if (lowest != null && lowest.range().start() == slice.first() && !slice.isLowest()) {
            settledBelow(slice).ifPresent(below -> slice.beginAt(firstOfRun(below)));
        }
    }

    private void join(Slice slice) {
        StreamRecord own = records.beginningAt(slice.first());
        if (slice.isLowest() || own == null) {
            return;
        }
        settledBelow(slice)
                .filter(below -> CommittedRecords.links(below, own))
                .ifPresent(below -> slice.beginAt(firstOfRun(below)));
    }

    private Optional<StreamRecord> settledBelow(Slice slice) {
        return Optional.ofNullable(records.beginningBelow(slice.first()))
                .filter(record -> record.range().end() == slice.first() - 1)
                .filter(this::isSettled);
    }

    /** Whether no slice that runs may change the record. */
    private boolean isSettled(StreamRecord record) {
        return slices.stream().noneMatch(slice -> slice.owns(record.range().start()));
    }

    /** Where a slice begins that takes up the run of a settled record: 0 if nothing lies below it. */
    private long firstOfRun(StreamRecord last) {
        StreamRecord first = last;
        while (true) {
            StreamRecord below = records.beginningBelow(first.range().start());
            if (below == null) {
                return 0;
            }
            if (!CommittedRecords.links(below, first) || !isSettled(below)) {
                return first.range().start();
            }
            first = below;
        }
    }

    /** Whether a watermark at a block is a place to look around: the limit is reached, or the next record begins right behind. */
    boolean isEdge(Slice slice, long block) {
        return block >= slice.limit() || records.beginningAt(block + 1) != null;
    }

    /**
     * Whether a slice has nothing more to do. If it has come to a record that does not link, it has: to go on, over that record.
     *
     * @return true if it is done; then it was removed
     */
    boolean isDone(Slice slice) {
        StreamHistory run = view(slice).run();
        if (run.isEmpty()) {
            return false;
        }
        StreamRecord last = run.records().get(run.records().size() - 1);
        long end = last.range().end();
        StreamRecord next = records.beginningAt(end + 1);
        boolean linked = next != null && CommittedRecords.links(last, next);
        boolean done = linked || (next == null && end >= slice.limit());
        if (done) {
            remove(slice);
        } else if (next != null && slice.limit() <= end) {
            slice.limitTo(end);
        }
        return done;
    }

    /**
     * Makes all records that a range reaches beyond a slice's limit the slice's own.
     *
     * @param slice the slice, which has nothing open
     * @param end the last block of the range
     * @return the slices that have to stop before; empty if none, and the slice may go on
     */
    List<Slice> extend(Slice slice, long end) {
        long limit = Math.max(slice.limit(), end);
        StreamRecord reached = records.beginningUpTo(limit);
        if (reached != null
                && reached.range().start() > slice.first()
                && reached.range().end() >= end) {
            limit = Math.max(limit, records.lastOfRun(reached).range().end());
        }
        long wanted = limit;
        List<Slice> others = slices.stream()
                .filter(other -> other.first() > slice.first() && other.first() <= wanted)
                .toList();
        slice.extendTo(limit);
        return others;
    }
}
