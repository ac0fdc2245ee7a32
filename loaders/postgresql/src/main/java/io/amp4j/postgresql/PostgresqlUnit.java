package io.amp4j.postgresql;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.sql.SqlStreamStates;
import io.amp4j.postgresql.Settings.ReorgHistory;
import io.amp4j.postgresql.internal.copy.CopyRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A transaction: one deletion, one COPY, and the change of the state. */
class PostgresqlUnit implements Unit {
    private final PostgresqlSession session;
    private final UnitConnection held;
    private final TargetTable table;
    private final CopyRows rows;
    private boolean isOpen = true;

    /** Rows to close as history, once it is known which batch replaces them. */
    private @Nullable RowChoice voided;

    PostgresqlUnit(PostgresqlSession session, UnitConnection held) {
        this.session = session;
        this.held = held;
        this.table = session.table();
        this.rows = table.copyRows(session.destination(), held::writeToCopy);
    }

    @Override
    public long delete(List<StreamRecord> records) {
        List<BatchId> ids = records.stream().map(StreamRecord::requireId).toList();
        if (ids.isEmpty()) {
            return 0;
        }
        return attempt(() -> {
            session.buildIndexIfDue(connection());
            return remove(RowChoice.of(ids));
        });
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voidedRecords) {
        return attempt(() -> remove(RowChoice.allBut(UnnamedRows.keptIds(connection(), session, voidedRecords))));
    }

    private long remove(RowChoice choice) throws SQLException {
        if (session.destination().settings().reorgs() == ReorgHistory.KEPT) {
            voided = choice;
            return -1;
        }
        return choice.delete(connection(), table);
    }

    @Override
    public void deleteAll() {
        // Not TRUNCATE: it would lock out readers, and rows would vanish for those with an older snapshot.
        attempt(() -> execute("DELETE FROM " + table.quoted()));
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        attempt(() -> {
            closeVoided(id);
            if (!held.isCopying()) {
                beginCopy(held);
                rows.begin();
            }
            rows.write(batch, markers(id, range));
            return batch.getRowCount();
        });
    }

    void beginCopy(UnitConnection target) throws SQLException {
        target.beginCopy(table.quoted(), table.columnList());
    }

    private List<@Nullable String> markers(BatchId id, @Nullable BlockRange range) {
        if (session.request().metadata() == MetadataColumns.BATCH_ID) {
            return List.of(id.value());
        }
        return Arrays.asList(id.value(), range == null ? null : MarkerColumns.blockRanges(range));
    }

    private void closeVoided(@Nullable BatchId replacement) throws SQLException {
        if (voided != null) {
            HistoryColumns.close(connection(), table, voided, replacement);
            voided = null;
        }
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        StateChange stored = new StateChange(change.removed(), SqlStreamStates.asStored(change.added()), change.load());
        attempt(() -> {
            closeVoided(stored.added().isEmpty() ? null : stored.added().get(0).id());
            if (held.isCopying()) {
                rows.end();
                held.endCopy();
                finishRows();
                table.requireUnchanged(connection(), session.request());
            }
            session.destination().states().apply(connection(), session.known(), stored);
            connection().commit();
            session.committed();
            return 0;
        });
        end();
        held.release();
        return stored.added();
    }

    /** What is left to do once all rows are in. */
    void finishRows() throws SQLException {
        // They are in the table already.
    }

    @Override
    public void close() {
        if (isOpen) {
            end();
            held.rollBack();
        }
    }

    private void end() {
        isOpen = false;
        session.ended(this);
    }

    final Connection connection() {
        return held.connection();
    }

    final TargetTable table() {
        return table;
    }

    final PostgresqlSession session() {
        return session;
    }

    final long execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    private long attempt(Step step) {
        if (!isOpen) {
            throw new IllegalStateException("the unit has ended");
        }
        try {
            return step.run();
        } catch (SQLException e) {
            throw session.failure(e);
        }
    }

    /** Part of the transaction. */
    private interface Step {
        long run() throws SQLException;
    }
}
