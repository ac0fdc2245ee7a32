package io.amp4j.postgresql;

import io.amp4j.client.BatchId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;

/**
 * Which rows a unit removes: those of some batches, or those that carry an id but of none of some.
 *
 * @param ids the batches
 * @param sense whether their rows go or stay
 */
record RowChoice(List<BatchId> ids, Sense sense) {
    /** Takes a copy. */
    RowChoice {
        ids = List.copyOf(ids);
    }

    /** Whether the rows of the batches go or stay. */
    enum Sense {
        GO,
        STAY
    }

    static RowChoice of(Collection<BatchId> ids) {
        return new RowChoice(List.copyOf(ids), Sense.GO);
    }

    static RowChoice allBut(Collection<BatchId> ids) {
        return new RowChoice(List.copyOf(ids), Sense.STAY);
    }

    String condition() {
        return TargetTable.BATCH_ID + (sense == Sense.GO ? " = ANY (?)" : " <> ALL (?)");
    }

    long delete(Connection connection, TargetTable table) throws SQLException {
        return run(connection, "DELETE FROM " + table.quoted() + " WHERE " + condition(), (statement, index) -> index);
    }

    /** Runs a statement that ends with the condition, in one go. */
    long run(Connection connection, String sql, Parameters before) throws SQLException {
        try (Statement planner = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = before.bind(statement, 1);
            Object[] values = ids.stream().map(BatchId::value).toArray();
            statement.setArray(index, connection.createArrayOf("text", values));
            if (sense == Sense.GO) {
                // A table without fresh statistics could be read in whole, since the planner guesses that many rows
                // match.
                planner.execute("SET LOCAL enable_seqscan = off");
            }
            long count = statement.executeLargeUpdate();
            planner.execute("SET LOCAL enable_seqscan = DEFAULT");
            return count;
        }
    }

    /** Sets the parameters that come before the condition's. */
    interface Parameters {
        /** Gives the index of the next parameter. */
        int bind(PreparedStatement statement, int index) throws SQLException;
    }
}
