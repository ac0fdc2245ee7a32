package io.amp4j.loader.internal;

import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what is neither held nor worked on. */
final class FreeBlocks {
    private final CommittedRecords records;
    private final List<Slice> slices;
    private final Predicate<StreamRecord> settled;

    /**
     * A look at what is there.
     *
     * @param records what is held
     * @param slices what is worked on
     * @param settled whether no slice that runs may change a record
     */
    FreeBlocks(CommittedRecords records, List<Slice> slices, Predicate<StreamRecord> settled) {
        this.records = records;
        this.slices = slices;
        this.settled = settled;
    }

    /**
     * The free spans, ascending; the last one has no end, unless a slice without a limit runs.
     *
     * @param fromBlock where to begin if nothing is held or worked on
     */
    List<FreeSpan> from(long fromBlock) {
        List<FreeSpan> free = new ArrayList<>();
        Taken before = null;
        for (Taken taken : taken()) {
            addBetween(free, before, taken);
            before = before == null || taken.last() >= before.last() ? taken : before;
        }
        if (before == null) {
            free.add(new FreeSpan(0, fromBlock, Slice.NO_LIMIT));
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
        } else if (taken.first() == before.last() + 1
                && before.settled()
                && records.beginningAt(taken.first()) != null) {
            free.add(before.behind(before.last()));
        }
    }

    private List<Taken> taken() {
        List<Taken> taken = new ArrayList<>();
        slices.forEach(slice -> taken.add(new Taken(slice.first(), lastTakenBy(slice), slice.first(), false)));
        taken.addAll(settledRuns());
        taken.sort(Comparator.comparingLong(Taken::first).thenComparing(Taken::settled));
        return taken;
    }

    private List<Taken> settledRuns() {
        List<Taken> runs = new ArrayList<>();
        StreamRecord before = null;
        for (StreamRecord record : records.list()) {
            if (!settled.test(record)) {
                before = null;
                continue;
            }
            if (before != null && CommittedRecords.links(before, record)) {
                int last = runs.size() - 1;
                runs.set(last, runs.get(last).upTo(record.range().end()));
            } else {
                runs.add(new Taken(record.range().start(), record.range().end(), startOfRun(record), true));
            }
            before = record;
        }
        return runs;
    }

    /** The first block of a slice that would continue the run. */
    private long startOfRun(StreamRecord first) {
        long start = first.range().start();
        return records.beginningBelow(start) == null ? 0 : start;
    }

    /** The limit of a slice that others make room for can lie within a record of theirs. */
    private long lastTakenBy(Slice slice) {
        StreamRecord last = records.beginningUpTo(slice.limit());
        return last == null
                ? slice.limit()
                : Math.max(slice.limit(), last.range().end());
    }

    /**
     * Blocks that nobody has to load.
     *
     * @param runStart where the run begins that is settled there, as a slice's first block
     * @param settled whether it is a run that nobody works on
     */
    private record Taken(long first, long last, long runStart, boolean settled) {
        Taken upTo(long block) {
            return new Taken(first, block, runStart, settled);
        }

        FreeSpan behind(long end) {
            return new FreeSpan(settled ? runStart : last + 1, last + 1, end);
        }
    }
}
