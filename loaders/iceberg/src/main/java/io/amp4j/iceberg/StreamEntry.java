package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A stream's state, and how many rows each of its records has: files whose rows add up to that are all that there is of a microbatch.
 * Immutable.
 *
 * @param state the state
 * @param rows the rows of each record that has an id
 */
record StreamEntry(StreamState state, Map<BatchId, Long> rows) {
    StreamEntry {
        rows = Map.copyOf(rows);
    }

    static StreamEntry of(StreamState state) {
        return new StreamEntry(state, Map.of());
    }

    /** The entry after a commit that wrote these rows. */
    StreamEntry apply(StateChange change, Map<BatchId, Long> written) {
        StreamState next = state.apply(change);
        Set<BatchId> named = new HashSet<>();
        for (StreamRecord record : next.records()) {
            if (record.id() != null) {
                named.add(record.id());
            }
        }
        Map<BatchId, Long> all = new HashMap<>(rows);
        all.putAll(written);
        change.added().forEach(record -> {
            if (record.id() != null) {
                all.putIfAbsent(record.id(), 0L); // a microbatch without rows has none to look for
            }
        });
        all.keySet().retainAll(named);
        return new StreamEntry(next, all);
    }

    /** The entry under a new job: with its records, unless the job starts over. */
    StreamEntry claimed(StreamState opened) {
        return new StreamEntry(opened, opened.records().isEmpty() ? Map.of() : rows);
    }
}
