package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stream state as a destination holds it: what is committed, and nothing else. Immutable.
 *
 * @param header what was asked, epoch and {@code seq}
 * @param records the committed microbatches of a stream, ascending by first block; empty for batch loads
 * @param loads the committed batch loads, oldest first; the newest {@value #LOADS_KEPT} are kept
 */
public record StreamState(StreamHeader header, List<StreamRecord> records, List<LoadRecord> loads) {
    /** How many batch loads a state remembers, so that it stays small for ever. */
    public static final int LOADS_KEPT = 1_000;

    /** Takes copies of the lists. */
    public StreamState {
        records = List.copyOf(records);
        loads = List.copyOf(loads);
    }

    /**
     * A state without any commit.
     *
     * @param header what is asked
     * @return the state
     */
    public static StreamState empty(StreamHeader header) {
        return new StreamState(header, List.of(), List.of());
    }

    /**
     * Finds a committed batch load.
     *
     * @param loadId the load's id
     * @return its record, if it was committed and is still remembered
     */
    public Optional<LoadRecord> load(String loadId) {
        return loads.stream().filter(load -> load.loadId().equals(loadId)).findFirst();
    }

    /**
     * The ids by which rows are told that stay when some records go, merged ones among them: all other marked rows of the stream are theirs.
     *
     * @param voided the records that go
     * @return the ids of the other records
     * @throws AmpException with {@code AMP-UNSUPPORTED} if another merged record stays, whose rows have no id that the state knows
     */
    public Set<BatchId> idsWithout(Collection<StreamRecord> voided) {
        Set<StreamRecord> kept = new HashSet<>(records);
        voided.forEach(kept::remove);
        Set<BatchId> ids = new HashSet<>();
        for (StreamRecord record : kept) {
            BatchId id = record.id();
            if (id == null) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "another merged record, of " + record.range()
                                + ", stays: its rows cannot be told from those that go. Rewind to before it");
            }
            ids.add(id);
        }
        return ids;
    }

    /**
     * The state after a commit. For stores that keep the whole state in one place; others apply the change row by row.
     *
     * @param change what is committed
     * @return the new state, with the next {@code seq}
     */
    public StreamState apply(StateChange change) {
        return StateChanges.apply(this, change);
    }

    /**
     * Checks a state that was read back: records in order, of one network, not overlapping, with the ids of their ranges.
     *
     * @return this state
     * @throws AmpException with {@code AMP-STATE-UNREADABLE} if it contradicts itself
     */
    public StreamState verified() {
        return new StateVerification(this).verify();
    }
}
