package io.amp4j.loader.spi;

import io.amp4j.client.stream.StreamRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a commit changes in the stream state. A record may be in both lists: one unit may remove and add the same id, and
 * removals come first.
 *
 * @param removed records that go: those that a reorg voided, and those that were merged into one of {@code added}
 * @param added records that come: the unit's microbatches, and merged records
 * @param load the batch load that the unit is, or null for a stream
 */
public record StateChange(
        List<StreamRecord> removed,
        List<StreamRecord> added,
        @Nullable LoadRecord load) {
    /** Takes copies of the lists. */
    public StateChange {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    /**
     * The network of what is added.
     *
     * @return the network's name, or null if no record is added
     */
    public @Nullable String network() {
        return added.isEmpty() ? null : added.get(0).range().network();
    }
}
