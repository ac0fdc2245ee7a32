package io.amp4j.loader.spi;

import io.amp4j.client.stream.StreamRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Applies a change to a whole state. */
final class StateChanges {
    private StateChanges() {}

    static StreamState apply(StreamState state, StateChange change) {
        Set<StreamRecord> gone = new HashSet<>(change.removed());
        List<StreamRecord> records = new ArrayList<>();
        for (StreamRecord record : state.records()) {
            if (!gone.contains(record)) {
                records.add(record);
            }
        }
        records.addAll(change.added());
        records.sort(Comparator.comparingLong(record -> record.range().start()));
        return new StreamState(state.header().afterCommit(change.network()), records, loads(state, change));
    }

    private static List<LoadRecord> loads(StreamState state, StateChange change) {
        LoadRecord load = change.load();
        if (load == null) {
            return state.loads();
        }
        List<LoadRecord> loads = new ArrayList<>(state.loads());
        loads.add(load);
        int surplus = Math.max(0, loads.size() - StreamState.LOADS_KEPT);
        return loads.subList(surplus, loads.size());
    }
}
