package io.amp4j.client.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * What the commit of a unit changes in the stream state.
 *
 * @param added the records of the unit's microbatches, ascending
 * @param voided committed records whose rows the unit deletes, ascending; one of them may have the id of an added one
 * @param merges old records that become one; their rows stay
 */
public record UnitChange(List<StreamRecord> added, List<StreamRecord> voided, List<Merge> merges) {
    /** Takes copies of the lists. */
    public UnitChange {
        added = List.copyOf(added);
        voided = List.copyOf(voided);
        merges = List.copyOf(merges);
    }

    /**
     * Several records that become one without an id.
     *
     * @param from the records, ascending, each linked by hash to the next; one of them may be merged already
     * @param into what stands for all of them
     */
    public record Merge(List<StreamRecord> from, StreamRecord into) {
        /** Takes a copy of the list. */
        public Merge {
            from = List.copyOf(from);
        }
    }

    /**
     * All records that the state loses; to be taken out before {@link #recordsAdded()} are put in.
     *
     * @return the voided ones and those merged away
     */
    public List<StreamRecord> recordsRemoved() {
        List<StreamRecord> removed = new ArrayList<>(voided);
        merges.forEach(merge -> removed.addAll(merge.from()));
        return List.copyOf(removed);
    }

    /**
     * All records that the state gains.
     *
     * @return the merged ones and the unit's own
     */
    public List<StreamRecord> recordsAdded() {
        List<StreamRecord> all = new ArrayList<>();
        merges.forEach(merge -> all.add(merge.into()));
        all.addAll(added);
        return List.copyOf(all);
    }

    /**
     * Whether nothing changes.
     *
     * @return true if there is nothing to commit
     */
    public boolean isEmpty() {
        return added.isEmpty() && voided.isEmpty() && merges.isEmpty();
    }
}
