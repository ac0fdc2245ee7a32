package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import io.amp4j.loader.sql.SqlStreamStates;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** A transaction: deletions, rows and state become visible together. */
class DuckDbUnit implements Unit {
    final DuckDbSession session;
    final DuckDBConnection connection;
    final String table;
    private final StagedRows staged;
    private final RowInsert insert;
    private boolean open = true;

    DuckDbUnit(DuckDbSession session, DuckDBConnection connection, String target) {
        this.session = session;
        this.connection = connection;
        this.table = DuckDbDialect.INSTANCE.quote(session.request().table());
        this.staged = new StagedRows(session.request(), session.allocator());
        this.insert = new RowInsert(connection, session.allocator(), target, staged.schema());
    }

    @Override
    public long delete(List<StreamRecord> records) {
        List<BatchId> ids = records.stream().map(StreamRecord::requireId).toList();
        return ids.isEmpty() ? 0 : update(RowDeletion.byId(table, ids));
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        Set<BatchId> ids = session.state().idsWithout(voided);
        return attempt(() -> {
            RowDeletion.requireSoleStream(connection, session.request());
            return execute(RowDeletion.markedBut(table, ids));
        });
    }

    @Override
    public void deleteAll() {
        update("DELETE FROM " + table);
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows) {
        requireOpen();
        staged.add(id, range, rows);
        if (staged.isEnough()) {
            attempt(this::insertStaged);
        }
    }

    private long insertStaged() throws SQLException {
        if (!staged.isEmpty()) {
            insert.insert(staged);
            staged.clear();
        }
        return 0;
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        StateChange stored = SqlStreamStates.asStored(change);
        attempt(() -> {
            insertStaged();
            finish();
            DuckDbLoader.STATES.apply(connection, session.state().header(), stored);
            connection.commit();
            return 0;
        });
        open = false;
        staged.close();
        session.committed(stored);
        return stored.added();
    }

    /** What is left to do before the state is written. */
    void finish() throws SQLException {
        // Rows are in the table already.
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            Quietly.rollback(connection);
        }
        staged.close();
    }

    final long update(String sql) {
        return attempt(() -> execute(sql));
    }

    final long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private long attempt(Step step) {
        requireOpen();
        try {
            return step.run();
        } catch (SQLException e) {
            throw DuckDbErrors.translate(e, session.location());
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the unit has ended");
        }
    }

    /** Part of a transaction. */
    private interface Step {
        long run() throws SQLException;
    }
}
