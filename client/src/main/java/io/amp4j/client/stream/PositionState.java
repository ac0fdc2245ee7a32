package io.amp4j.client.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link StreamPosition}.
 *
 * @param history what the destination holds
 * @param voided committed records that the open unit deletes
 * @param pending records of the open unit's closed microbatches
 * @param open the microbatch whose end has not come, or null
 * @param connection what the stream has said
 */
record PositionState(
        StreamHistory history,
        List<StreamRecord> voided,
        List<StreamRecord> pending,
        @Nullable OpenMicrobatch open,
        Connection connection) {
    PositionState {
        voided = List.copyOf(voided);
        pending = List.copyOf(pending);
    }

    PositionState with(@Nullable OpenMicrobatch nowOpen, Connection now) {
        return new PositionState(history, voided, pending, nowOpen, now);
    }

    PositionState with(Connection now) {
        return with(open, now);
    }

    PositionState voiding(List<StreamRecord> records) {
        return new PositionState(history, records, pending, open, connection);
    }

    PositionState closing(List<StreamRecord> nowPending) {
        return new PositionState(history, voided, nowPending, null, connection);
    }

    boolean hasUnclosedRows() {
        return open != null && open.written();
    }
}
