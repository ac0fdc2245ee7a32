package io.amp4j.loader.internal;

import io.amp4j.client.BlockRange;
import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records that the destination holds, by their first blocks; neighbours that link by hash form a run. Guarded by its board's owner. */
final class CommittedRecords {
    private final NavigableMap<Long, StreamRecord> records = new TreeMap<>();

    void replaceBy(Collection<StreamRecord> committed) {
        records.clear();
        add(committed);
    }

    void change(Collection<StreamRecord> removed, Collection<StreamRecord> added) {
        removed.forEach(record -> records.remove(record.range().start()));
        add(added);
    }

    private void add(Collection<StreamRecord> added) {
        added.forEach(record -> records.put(record.range().start(), record));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** All of them, lowest first. */
    List<StreamRecord> list() {
        return List.copyOf(records.values());
    }

    /** Those that begin in a span, lowest first. */
    List<StreamRecord> beginningIn(long first, long last) {
        return List.copyOf(records.subMap(first, true, last, true).values());
    }

    @Nullable
    StreamRecord lowest() {
        return value(records.firstEntry());
    }

    /** The record that begins with a block. */
    @Nullable
    StreamRecord beginningAt(long block) {
        return records.get(block);
    }

    /** The nearest record that begins with a block or below it. */
    @Nullable
    StreamRecord beginningUpTo(long block) {
        return value(records.floorEntry(block));
    }

    /** The nearest record that begins below a block. */
    @Nullable
    StreamRecord beginningBelow(long block) {
        return value(records.lowerEntry(block));
    }

    private static @Nullable StreamRecord value(Map.@Nullable Entry<Long, StreamRecord> entry) {
        return entry == null ? null : entry.getValue();
    }

    /** The last record of the run that a record belongs to. */
    StreamRecord lastOfRun(StreamRecord record) {
        StreamRecord last = record;
        for (StreamRecord next : records.tailMap(record.range().end(), false).values()) {
            if (!links(last, next)) {
                break;
            }
            last = next;
        }
        return last;
    }

    /** Where the load began, as {@link Histories} reads it from a state. */
    StreamOrigin origin(@Nullable Long fromBlock) {
        return Histories.origin(fromBlock, lowest());
    }

    /** The block that the destination is complete up to: the end of the lowest run. */
    @Nullable
    Cursor completeUpTo() {
        StreamRecord lowest = lowest();
        if (lowest == null) {
            return null;
        }
        BlockRange last = lastOfRun(lowest).range();
        return Cursor.of(last.network(), last.end(), Objects.requireNonNull(last.hash()));
    }

    /** How many blocks they cover from a block on. */
    long blocksFrom(long block) {
        return records.values().stream()
                .map(StreamRecord::range)
                .filter(range -> range.end() >= block)
                .mapToLong(range -> range.end() - Math.max(block, range.start()) + 1)
                .sum();
    }

    /** Whether two records are neighbours in a run. */
    static boolean links(StreamRecord before, StreamRecord after) {
        return before.range().end() + 1 == after.range().start()
                && before.range().hash() != null
                && before.range().hash().equals(after.range().prevHash());
    }
}
