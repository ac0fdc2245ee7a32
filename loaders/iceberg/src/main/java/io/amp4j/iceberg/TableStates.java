package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The states of all streams of a table, as one snapshot carries them. Immutable.
 *
 * <p>A snapshot's summary has room for a small text. What it says is a base, and a log of what came after it: the base stands in the summary
 * itself while it is small, and else in a file that the snapshot's statistics name; a new base is made when the log is full.
 *
 * @param snapshot the snapshot that carries it, or null if none does
 * @param entries the streams, by their ids
 * @param base the file with the base, or null where the summary has it
 * @param log what came after the base, in order, as it stands in the summary
 */
record TableStates(
        @Nullable Long snapshot,
        Map<String, StreamEntry> entries,
        @Nullable String base,
        List<String> log) {
    static final TableStates NONE = new TableStates(null, Map.of(), null, List.of());

    TableStates {
        log = List.copyOf(log);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<StreamState> state(String streamId) {
        return Optional.ofNullable(entries.get(streamId)).map(StreamEntry::state);
    }

    StreamEntry entry(String streamId) {
        StreamEntry entry = entries.get(streamId);
        if (entry == null) {
            throw new IllegalStateException("no stream " + streamId);
        }
        return entry;
    }

    /** In the order of the streams' ids. */
    List<StreamState> all() {
        return new TreeMap<>(entries).values().stream().map(StreamEntry::state).toList();
    }

    /** The states after a job has opened a stream. */
    TableStates claimed(StreamState opened) {
        String streamId = opened.header().streamId();
        StreamEntry old = entries.getOrDefault(streamId, StreamEntry.of(opened));
        return with(old.claimed(opened), StatesJson.claim(opened));
    }

    /** The states after a commit. */
    TableStates applied(String streamId, StateChange change, Map<BatchId, Long> rows) {
        StreamEntry old = entry(streamId);
        Set<StreamRecord> gone = new HashSet<>(change.removed());
        List<StreamRecord> removed =
                old.state().records().stream().filter(gone::contains).toList();
        return with(
                old.apply(change, rows),
                StatesJson.change(streamId, new StateChange(removed, change.added(), change.load()), rows));
    }

    private TableStates with(StreamEntry entry, String step) {
        Map<String, StreamEntry> changed = new TreeMap<>(entries);
        changed.put(entry.state().header().streamId(), entry);
        List<String> longer = new ArrayList<>(log);
        longer.add(step);
        return new TableStates(snapshot, changed, base, longer);
    }

    TableStates carriedBy(long newSnapshot) {
        return new TableStates(newSnapshot, entries, base, log);
    }

    TableStates withBase(@Nullable String newBase) {
        return new TableStates(snapshot, entries, newBase, List.of());
    }

    /** Whether the whole is so small that it is worth to see if a summary has room for it. */
    boolean isSmall(int records) {
        int all = entries.values().stream()
                .mapToInt(entry ->
                        entry.state().records().size() + entry.state().loads().size())
                .sum();
        return all + entries.size() <= records;
    }
}
