package io.amp4j.loader.internal;

import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the destination holds, and which slices work on it. Linked neighbours form a run; the load is complete up to a block when the lowest run
 * ends there. No clock, no I/O, no lock: its owner guards it.
 *
 * <p>Nothing here has to be right about forks for the load to be right in the end: the job goes on until the records are one run and a live
 * stream stands at its end, and blocks that link by hash to a canonical block are canonical.
 */
final class SliceBoard {
    private final @Nullable Long fromBlock;
    private final NavigableMap<Long, StreamRecord> records = new TreeMap<>();
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
        records.clear();
        committed.forEach(record -> records.put(record.range().start(), record));
        slices.forEach(this::giveWay);
        slices.forEach(this::join);
    }

    /** Notes a commit. */
    void committed(Collection<StreamRecord> removed, Collection<StreamRecord> added) {
        removed.forEach(record -> records.remove(record.range().start()));
        added.forEach(record -> records.put(record.range().start(), record));
        slices.forEach(this::giveWay);
    }

    /** What a record below covers is not a slice's own any more: a reorg there can have brought a microbatch that reaches further up. */
    private void giveWay(Slice slice) {
        var below = records.lowerEntry(slice.first());
        if (below != null && below.getValue().range().end() >= slice.first()) {
            slice.beginAt(below.getValue().range().end() + 1);
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    List<StreamRecord> records() {
        return List.copyOf(records.values());
    }

    List<Slice> slices() {
        return slices.stream().sorted(Comparator.comparingLong(Slice::first)).toList();
    }

    /** Where the load began, as {@link Histories} reads it from a state. */
    StreamOrigin origin() {
        return Histories.origin(
                fromBlock, records.isEmpty() ? null : records.firstEntry().getValue());
    }

    /** The block that the destination is complete up to. */
    @Nullable
    Cursor completeUpTo() {
        if (records.isEmpty()) {
            return null;
        }
        BlockRange last = lastOfRun(records.firstEntry().getValue()).range();
        return Cursor.of(last.network(), last.end(), Objects.requireNonNull(last.hash()));
    }

    /** How many blocks the records cover from a block on. */
    long blocksFrom(long block) {
        return records.values().stream()
                .map(StreamRecord::range)
                .filter(range -> range.end() >= block)
                .mapToLong(range -> range.end() - Math.max(block, range.start()) + 1)
                .sum();
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
        List<StreamRecord> own = List.copyOf(
                records.subMap(slice.first(), true, slice.limit(), true).values());
        int end = own.isEmpty() || !beginsRun(slice, own.get(0)) ? 0 : 1;
        while (end > 0 && end < own.size() && follows(own.get(end - 1), own.get(end))) {
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
        StreamRecord own = records.get(slice.first());
        if (slice.isLowest() || own == null) {
            return;
        }
        settledBelow(slice).filter(below -> follows(below, own)).ifPresent(below -> slice.beginAt(firstOfRun(below)));
    }

    private Optional<StreamRecord> settledBelow(Slice slice) {
        return Optional.ofNullable(records.lowerEntry(slice.first()))
                .map(Map.Entry::getValue)
                .filter(record -> record.range().end() == slice.first() - 1)
                .filter(this::isSettled);
    }

    /** Whether no slice that runs may change the record. */
    private boolean isSettled(StreamRecord record) {
        return slices.stream().noneMatch(slice -> slice.owns(record.range().start()));
    }

    private long firstOfRun(StreamRecord last) {
        StreamRecord first = last;
        while (true) {
            var below = records.lowerEntry(first.range().start());
            if (below == null) {
                return 0;
            }
            if (!follows(below.getValue(), first) || !isSettled(below.getValue())) {
                return first.range().start();
            }
            first = below.getValue();
        }
    }

    private StreamRecord lastOfRun(StreamRecord first) {
        StreamRecord last = first;
        for (StreamRecord next : records.tailMap(first.range().end(), false).values()) {
            if (!follows(last, next)) {
                break;
            }
            last = next;
        }
        return last;
    }

    /** Whether a watermark at a block is a place to look around: the limit is reached, or the next record begins right behind. */
    boolean isEdge(Slice slice, long block) {
        return block >= slice.limit() || records.containsKey(block + 1);
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
        StreamRecord next = records.get(end + 1);
        boolean linked = next != null && follows(last, next);
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
        var reached = records.floorEntry(limit);
        if (reached != null
                && reached.getKey() > slice.first()
                && reached.getValue().range().end() >= end) {
            limit = Math.max(limit, lastOfRun(reached.getValue()).range().end());
        }
        long wanted = limit;
        List<Slice> others = slices.stream()
                .filter(other -> other.first() > slice.first() && other.first() <= wanted)
                .toList();
        slice.extendTo(limit);
        return others;
    }

    /** What is neither held nor worked on, ascending; the last one has no end, unless a slice without a limit runs. */
    List<FreeSpan> free() {
        List<FreeSpan> free = new ArrayList<>();
        Taken before = null;
        for (Taken taken : taken()) {
            addBetween(free, before, taken);
            before = before == null || taken.last() >= before.last() ? taken : before;
        }
        if (before == null) {
            free.add(new FreeSpan(0, fromBlock == null ? 0 : fromBlock, Slice.NO_LIMIT));
        } else if (before.last() != Slice.NO_LIMIT) {
            free.add(before.behind(Slice.NO_LIMIT));
        }
        return free;
    }

    private void addBetween(List<FreeSpan> free, @Nullable Taken before, Taken taken) {
        if (before == null) {
            return;
        }
        if (taken.first() > before.last() + 1) {
            free.add(before.behind(taken.first() - 1));
        } else if (taken.first() == before.last() + 1 && before.settled() && records.containsKey(taken.first())) {
            free.add(before.behind(before.last()));
        }
    }

    private List<Taken> taken() {
        List<Taken> taken = new ArrayList<>();
        slices.forEach(slice -> taken.add(new Taken(slice.first(), lastTakenBy(slice), slice.first(), false)));
        Taken run = null;
        StreamRecord last = null;
        for (StreamRecord record : records.values()) {
            boolean settled = isSettled(record);
            if (run != null && settled && last != null && follows(last, record)) {
                run = new Taken(run.first(), record.range().end(), run.runStart(), true);
                taken.set(taken.size() - 1, run);
            } else if (settled) {
                long start = record.range().start();
                run = new Taken(start, record.range().end(), records.firstKey() == start ? 0 : start, true);
                taken.add(run);
            } else {
                run = null;
            }
            last = record;
        }
        taken.sort(Comparator.comparingLong(Taken::first).thenComparing(Taken::settled));
        return taken;
    }

    /** The limit of a slice that others make room for can lie within a record of theirs. */
    private long lastTakenBy(Slice slice) {
        var last = records.floorEntry(slice.limit());
        return last == null
                ? slice.limit()
                : Math.max(slice.limit(), last.getValue().range().end());
    }

    private static boolean follows(StreamRecord before, StreamRecord after) {
        return before.range().end() + 1 == after.range().start()
                && before.range().hash() != null
                && before.range().hash().equals(after.range().prevHash());
    }

    /**
     * Blocks that nobody has to load.
     *
     * @param runStart where the run begins that is settled there, as a slice's first block
     * @param settled whether it is a run that nobody works on
     */
    private record Taken(long first, long last, long runStart, boolean settled) {
        FreeSpan behind(long end) {
            return new FreeSpan(settled ? runStart : last + 1, last + 1, end);
        }
    }

    /**
     * Blocks that a slice could load.
     *
     * @param first the first block of the records that the slice would continue, or {@code start}
     * @param start the first block to load
     * @param last the last one; {@code start - 1} where two runs meet without a link
     */
    record FreeSpan(long first, long start, long last) {
        boolean isOpen() {
            return last == Slice.NO_LIMIT;
        }

        /** Whether a slice there would begin at a block of which no parent is known. */
        boolean beginsInTheMiddle() {
            return first == start && first > 0;
        }
    }
}
