package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.sql.SqlTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a session in one transaction: admission, epoch, table, and the deletion that starting over asks for. */
final class Opening {
    private static final int TRIES = 5;
    private static final SqlTables TABLES = new SqlTables(DuckDbDialect.INSTANCE);

    private final DuckDbDatabase database;
    private final LoadRequest request;
    private final String table;

    Opening(DuckDbDatabase database, LoadRequest request) {
        this.database = database;
        this.request = request;
        this.table = DuckDbDialect.INSTANCE.quote(request.table());
    }

    /** Tries again where another job of this JVM changed the same tables at the same moment. */
    StreamState run(Connection connection) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                StreamState state = once(connection);
                connection.commit();
                return state;
            } catch (SQLException e) {
                Quietly.rollback(connection);
                if (tried == TRIES || !DuckDbErrors.isConflict(e)) {
                    throw DuckDbErrors.translate(e, database.location());
                }
            }
        }
    }

    private StreamState once(Connection connection) throws SQLException {
        DuckDbLoader.STATES.create(connection);
        Optional<StreamState> found = DuckDbLoader.STATES.read(connection, request.streamId());
        TABLES.requireOwnTable(connection, request, found);
        boolean marked = found.isEmpty() && hasOrphanedRows(connection);
        StreamState admitted = Admission.admit(request, found, () -> marked);
        boolean isNew =
                DuckDbDialect.INSTANCE.columns(connection, request.table()).isEmpty();
        StreamState claimed =
                DuckDbLoader.STATES.claim(connection, isNew ? Admission.withoutTable(request, admitted) : admitted);
        TABLES.prepare(connection, request, SqlTables.columns(request));
        if (request.resumePolicy() == ResumePolicy.START_OVER && found.isPresent()) {
            deleteRows(connection, found.get());
        }
        return claimed;
    }

    private boolean hasOrphanedRows(Connection connection) throws SQLException {
        boolean hasMarker = DuckDbDialect.INSTANCE.columns(connection, request.table()).stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(MarkerColumns.BATCH_ID));
        if (!hasMarker
                || !DuckDbLoader.STATES
                        .readAll(connection, Optional.of(request.table()))
                        .isEmpty()) {
            return false;
        }
        String sql = "SELECT 1 FROM " + table + " WHERE " + MarkerColumns.BATCH_ID + " IS NOT NULL LIMIT 1";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    /** The rows of merged records are those that no stream of the table names. */
    private void deleteRows(Connection connection, StreamState old) throws SQLException {
        List<BatchId> ids = new ArrayList<>();
        old.records().stream()
                .filter(record -> !record.isMerged())
                .map(StreamRecord::id)
                .forEach(ids::add);
        old.loads().stream().map(LoadRecord::batchId).forEach(ids::add);
        try (Statement statement = connection.createStatement()) {
            if (old.records().stream().anyMatch(StreamRecord::isMerged)) {
                RowDeletion.requireSoleStream(connection, request);
                statement.execute(RowDeletion.marked(table));
            } else if (!ids.isEmpty()) {
                statement.execute(RowDeletion.byId(table, ids));
            }
        }
    }
}
