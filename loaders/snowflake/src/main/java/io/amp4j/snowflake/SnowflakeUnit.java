package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import io.amp4j.snowflake.Settings.ReorgHistory;
import io.amp4j.snowflake.SnowflakeKeys.LoadingMethod;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: one deletion, the rows, and the change of the state. A deletion locks the table against others', so it waits until rows go
 * in: with staged files, until the commit.
 */
final class SnowflakeUnit implements Unit {
    private final SnowflakeSession session;
    private final Connection connection;
    private final String serverSession;
    private final RowWriter rows;
    private boolean isOpen = true;

    /** Rows to remove before others come. */
    private @Nullable RowChoice voided;

    /** Whether the rows to remove are deleted even where history is kept. */
    private boolean isOverwrite;

    SnowflakeUnit(SnowflakeSession session, Connection connection, String serverSession, RowWriter rows) {
        this.session = session;
        this.connection = connection;
        this.serverSession = serverSession;
        this.rows = rows;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        voided = records.isEmpty() ? null : RowChoice.of(records);
        return records.isEmpty() ? 0 : -1;
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voidedRecords) {
        attempt(() -> {
            Opening.requireSoleStream(session.destination().states(), connection, session.request());
            connection.rollback();
        });
        voided = RowChoice.unnamed(session.committed(), voidedRecords);
        return -1;
    }

    @Override
    public void deleteAll() {
        voided = RowChoice.all();
        isOverwrite = true;
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        attempt(() -> {
            if (session.destination().settings().method() == LoadingMethod.INSERT) {
                removeVoided(id);
            }
            rows.write(connection, id, range, batch);
        });
    }

    private void removeVoided(@Nullable BatchId replacement) throws SQLException {
        RowChoice choice = voided;
        if (choice == null) {
            return;
        }
        voided = null;
        boolean keeps = session.destination().settings().reorgs() == ReorgHistory.KEPT && !isOverwrite;
        String table = session.table().quoted();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    keeps
                            ? History.close(table, choice, replacement)
                            : "DELETE FROM " + table + " WHERE " + choice.condition());
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        attempt(() -> {
            removeVoided(change.added().isEmpty() ? null : change.added().get(0).id());
            rows.finish(connection);
            session.commit(connection, change);
            end();
            connection.close();
        });
        return change.added();
    }

    @Override
    public void close() {
        if (isOpen) {
            end();
            session.doubt(serverSession);
            // Its transaction ends with it; whether that was committed is found out by recovering.
            session.destination().connections().discard(connection);
        }
    }

    private void end() {
        isOpen = false;
        rows.close();
        session.ended(this);
    }

    private void attempt(Step step) {
        if (!isOpen) {
            throw new IllegalStateException("the unit has ended");
        }
        try {
            step.run();
        } catch (SQLException e) {
            throw session.failure(e);
        }
    }

    /** Part of the transaction. */
    private interface Step {
        void run() throws SQLException;
    }
}
