package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a destination holds of a stream: its committed records in the order of their blocks. Immutable, thread-safe.
 *
 * @param origin where the load first began
 * @param records the records, ascending, of one network, without overlap; gaps are allowed
 */
public record StreamHistory(StreamOrigin origin, List<StreamRecord> records) {
    /** Sorts the records, and refuses what overlaps or is of several networks. */
    public StreamHistory {
        Objects.requireNonNull(origin, "origin");
        records = isAscending(records) ? List.copyOf(records) : sorted(records);
        for (int i = 1; i < records.size(); i++) {
            refuseOverlap(records.get(i - 1).range(), records.get(i).range());
        }
    }

    private static boolean isAscending(List<StreamRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).range().start() < records.get(i - 1).range().start()) {
                return false;
            }
        }
        return true;
    }

    private static List<StreamRecord> sorted(List<StreamRecord> records) {
        return records.stream()
                .sorted(Comparator.comparingLong(record -> record.range().start()))
                .toList();
    }

    private static void refuseOverlap(BlockRange before, BlockRange after) {
        if (!before.network().equals(after.network())) {
            throw new AmpException(
                    StreamError.SEVERAL_NETWORKS,
                    "a stream state with records of " + before.network() + " and of " + after.network()
                            + " cannot be used; a stream has one network");
        }
        if (after.start() <= before.end()) {
            throw new AmpException(
                    StreamError.STATE_UNREADABLE,
                    "the records " + before + " and " + after + " of the stream state overlap;"
                            + " somebody else has changed it");
        }
    }

    /**
     * The history of a load that has not committed anything.
     *
     * @param origin where it begins
     * @return a history without records
     */
    public static StreamHistory empty(StreamOrigin origin) {
        return new StreamHistory(origin, List.of());
    }

    /**
     * Whether there is no record.
     *
     * @return true if nothing is committed
     */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /**
     * The record with the highest blocks.
     *
     * @return the last record, if there is any
     */
    public Optional<StreamRecord> newest() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    }

    /**
     * The record with the lowest blocks.
     *
     * @return the first record, if there is any
     */
    public Optional<StreamRecord> oldest() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.get(0));
    }

    /**
     * Where the stream goes on: behind the last record.
     *
     * @return the cursor; none if nothing is committed, and the load begins as it first began
     */
    public Optional<Cursor> cursor() {
        return newest().map(StreamHistory::behind);
    }

    /**
     * The record that covers a block.
     *
     * @param block the block's number
     * @return the record, if there is one
     */
    public Optional<StreamRecord> recordAt(long block) {
        int index = firstEndingAtOrAfter(block);
        return index < records.size() && records.get(index).range().start() <= block
                ? Optional.of(records.get(index))
                : Optional.empty();
    }

    private int firstEndingAtOrAfter(long block) {
        int from = 0;
        int to = records.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (records.get(middle).range().end() < block) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * The record that ends with a block.
     *
     * @param block the block's number
     * @return the record, if there is one
     */
    public Optional<StreamRecord> recordEndingAt(long block) {
        return recordAt(block).filter(r -> r.range().end() == block);
    }

    /**
     * The records that hold a block or anything after it.
     *
     * @param block the block's number
     * @return the records that are void if that block is, ascending
     */
    public List<StreamRecord> recordsFrom(long block) {
        return List.copyOf(records.subList(firstEndingAtOrAfter(block), records.size()));
    }

    /**
     * Where blocks are missing: between the load's first block and the first record, between two records, and where two
     * neighbours do not link by hash.
     *
     * @return the gaps, ascending; none in what one stream has written
     */
    public List<StreamGap> gaps() {
        List<StreamGap> gaps = new ArrayList<>();
        StreamRecord before = null;
        for (StreamRecord after : records) {
            gapBetween(before, after).ifPresent(gaps::add);
            before = after;
        }
        return List.copyOf(gaps);
    }

    private Optional<StreamGap> gapBetween(@Nullable StreamRecord before, StreamRecord after) {
        long start = after.range().start();
        if (before == null) {
            return origin instanceof StreamOrigin.FromBlock from && from.block() < start
                    ? Optional.of(new StreamGap(from.block(), start - 1, null, after))
                    : Optional.empty();
        }
        if (before.range().end() + 1 == start && linked(before, after)) {
            return Optional.empty();
        }
        return Optional.of(new StreamGap(before.range().end() + 1, start - 1, before, after));
    }

    /**
     * This history with one more record.
     *
     * @param record the record
     * @return the longer history
     */
    public StreamHistory plus(StreamRecord record) {
        List<StreamRecord> more = new ArrayList<>(records);
        more.add(record);
        return new StreamHistory(origin, more);
    }

    /**
     * This history without some records.
     *
     * @param gone records of this history
     * @return the shorter history
     */
    public StreamHistory minus(List<StreamRecord> gone) {
        if (gone.isEmpty()) {
            return this;
        }
        Set<BlockRange> ranges = new HashSet<>();
        gone.forEach(record -> ranges.add(record.range()));
        return new StreamHistory(
                origin,
                records.stream().filter(r -> !ranges.contains(r.range())).toList());
    }

    /**
     * This history after a unit: first without what it removes, then with what it adds.
     *
     * @param change what the unit changes
     * @return the history that its commit leaves
     */
    public StreamHistory apply(UnitChange change) {
        List<StreamRecord> all = new ArrayList<>(minus(change.recordsRemoved()).records());
        all.addAll(change.recordsAdded());
        return new StreamHistory(origin, all);
    }

    /**
     * What to void so that the history ends before a block. A record that holds the block goes as a whole; so may a merged
     * one, whose rows are then those whose id no remaining record names.
     *
     * @param block the first block to be loaded again
     * @return a change that only voids; empty if nothing lies there
     */
    public UnitChange rewind(long block) {
        return new UnitChange(List.of(), recordsFrom(block), List.of());
    }

    static Cursor behind(StreamRecord record) {
        BlockRange range = record.range();
        if (range.hash() == null) {
            throw new AmpException(
                    StreamError.STATE_UNREADABLE,
                    "the record " + range + " of the stream state has no hash to go on behind");
        }
        return Cursor.of(range.network(), range.end(), range.hash());
    }

    static boolean linked(StreamRecord before, StreamRecord after) {
        return before.range().hash() != null
                && before.range().hash().equals(after.range().prevHash());
    }
}
