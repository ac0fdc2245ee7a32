package io.amp4j.client.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link StreamPosition}.
 *
 * @param history what the destination holds
 * @param ahead committed records of other streams that lie before this one, which it may reach
 * @param voided committed records that the open unit deletes
 * @param pending records of the open unit's closed microbatches
 * @param open the microbatch whose end has not come, or null
 * @param connection what the stream has said
 */
record PositionState(
        StreamHistory history,
        List<StreamRecord> ahead,
        List<StreamRecord> voided,
        List<StreamRecord> pending,
        @Nullable OpenMicrobatch open,
        Connection connection) {
    PositionState {
        ahead = List.copyOf(ahead);
        voided = List.copyOf(voided);
        pending = List.copyOf(pending);
    }

    PositionState with(@Nullable OpenMicrobatch nowOpen, Connection now) {
        return new PositionState(history, ahead, voided, pending, nowOpen, now);
    }

    PositionState with(Connection now) {
        return with(open, now);
    }

    PositionState voiding(List<StreamRecord> records) {
        return new PositionState(history, ahead, records, pending, open, connection);
    }

    PositionState closing(List<StreamRecord> nowPending) {
        return new PositionState(history, ahead, voided, nowPending, null, connection);
    }

    /** What a range that ends with a block reaches of the records ahead, less what the unit voids already. */
    List<StreamRecord> reachedBy(long block) {
        return ahead.stream()
                .filter(record -> record.range().start() <= block && !voided.contains(record))
                .toList();
    }

    boolean hasUnclosedRows() {
        return open != null && open.written();
    }
}
