package io.amp4j.loader;

import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StreamState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rewind or a repair would do; nothing is done yet.
 *
 * @param state the state that the plan was made from
 * @param voided the records that go, ascending
 * @param deletion how their rows are found
 * @param resumesBehind the block that the stream will go on behind, or null to begin as it first began
 */
public record RewindPlan(
        StreamState state,
        List<StreamRecord> voided,
        Deletion deletion,
        @Nullable Cursor resumesBehind) {
    /** Takes a copy of the list. */
    public RewindPlan {
        voided = List.copyOf(voided);
    }

    /** How void rows are found. */
    public enum Deletion {
        /** By the ids of the void records. */
        BY_ID,
        /** By a scan of the whole table for rows whose id no remaining record names: what merged records need. */
        BY_SCAN
    }

    /**
     * Whether there is nothing to do.
     *
     * @return true if no record goes
     */
    public boolean isEmpty() {
        return voided.isEmpty() && deletion == Deletion.BY_ID;
    }

    /**
     * The first block that will be loaded again.
     *
     * @return the start of the first void record, if there is one
     */
    public Optional<Long> firstVoidBlock() {
        return voided.stream().findFirst().map(record -> record.range().start());
    }
}
