package io.amp4j.clickhouse;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the entries of a stream add up to.
 *
 * @param state the committed state, if there is a snapshot
 * @param newestClaim the claim that holds the stream, if there is one
 * @param open attempts that neither committed nor were cleaned up
 * @param unswept commits whose void rows may still be there, by attempt
 * @param committed attempts whose commit is among the entries
 */
record LogView(
        Optional<StreamState> state,
        Optional<Claim> newestClaim,
        Set<String> open,
        Map<String, Sweep> unswept,
        Set<String> committed) {

    /** The attempts that somebody still has to look after. */
    List<String> unsettled() {
        List<String> attempts = new ArrayList<>(open);
        attempts.addAll(unswept.keySet());
        return attempts;
    }

    /** Adds entries up, in their order. */
    static final class Builder {
        private StreamState state;
        private Claim snapshotClaim;
        private Claim newest;
        private final Set<String> open = new LinkedHashSet<>();
        private final Map<String, Sweep> unswept = new LinkedHashMap<>();
        private final Set<String> committed = new LinkedHashSet<>();

        void add(Claim claim, long seq, String entry, String attempt, String body, String sweep) {
            try {
                add(claim, seq, StateLog.Entry.valueOf(entry), attempt, body, sweep);
            } catch (IllegalArgumentException e) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        "the state log has an entry that cannot be read: " + e.getMessage(),
                        e);
            }
        }

        private void add(Claim claim, long seq, StateLog.Entry entry, String attempt, String body, String sweep) {
            switch (entry) {
                case CLAIM -> newest = newest == null || claim.compareTo(newest) > 0 ? claim : newest;
                case SNAPSHOT -> snapshot(claim, attempt, body, sweep);
                case INTENT -> intent(attempt);
                case GIVEN_UP -> {
                    // It is open until it is cleaned up.
                }
                case COMMIT -> commit(claim, seq, attempt, body, sweep);
                case SWEPT -> unswept.remove(attempt);
                case ABORTED -> open.remove(attempt);
            }
        }

        private void snapshot(Claim claim, String attempt, String body, String sweep) {
            state = StreamStateJson.readState(body);
            snapshotClaim = claim;
            noteSweep(attempt, sweep);
        }

        private void noteSweep(String attempt, String sweep) {
            Sweep rows = Sweep.parse(sweep);
            if (rows.kind() != Sweep.Kind.NONE) {
                unswept.put(attempt, rows);
            }
        }

        private void intent(String attempt) {
            if (!committed.contains(attempt)) {
                open.add(attempt);
            }
        }

        private void commit(Claim claim, long seq, String attempt, String body, String sweep) {
            committed.add(attempt);
            open.remove(attempt);
            noteSweep(attempt, sweep);
            // A commit below the snapshot is in it already, and is only kept until its rows are swept.
            if (state == null
                    || !claim.equals(snapshotClaim)
                    || seq <= state.header().seq()) {
                return;
            }
            if (seq != state.header().seq() + 1) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        "the state log jumps from commit " + state.header().seq() + " to " + seq
                                + ". Restore amp_stream_state together with the rows, or load into another table");
            }
            state = state.apply(StreamStateJson.readChange(body));
        }

        LogView build() {
            return new LogView(Optional.ofNullable(state), Optional.ofNullable(newest), open, unswept, committed);
        }
    }
}
