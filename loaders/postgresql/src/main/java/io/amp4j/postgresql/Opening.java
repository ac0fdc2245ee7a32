package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.sql.SqlStreamStates;
import io.amp4j.loader.sql.SqlTables;
import io.amp4j.postgresql.HistoryColumns.TableOrigin;
import io.amp4j.postgresql.Settings.IndexTime;
import io.amp4j.postgresql.Settings.ReorgHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens a stream in one transaction, under its lock: admission, epoch, table, index, and the deletion that starting over asks for. */
final class Opening {
    /** The first with unique indexes that take nulls for equal; older ones have reached their end of life. */
    private static final int OLDEST_VERSION = 15;

    private final Destination destination;
    private final LoadRequest request;
    private final SqlStreamStates states;
    private final PostgresqlDialect dialect;

    Opening(Destination destination, LoadRequest request) {
        this.destination = destination;
        this.request = request;
        this.states = destination.states();
        this.dialect = destination.dialect();
    }

    /**
     * What an opening found and made.
     *
     * @param state the state under the job's epoch
     * @param lock the stream's lock
     * @param table the table
     */
    record Result(StreamState state, StreamLock lock, TargetTable table) {}

    Result run() throws SQLException {
        try (Connection connection = destination.connections().patient()) {
            try {
                Result result = open(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private Result open(Connection connection) throws SQLException {
        requireVersion(connection);
        StreamLock lock = StreamLock.of(schema(connection), request.streamId());
        lock.takeOver(connection, destination.settings().takeoverTimeout());
        createStateTables(connection);
        Optional<StreamState> found = states.read(connection, request.streamId());
        destination.tables().requireOwnTable(connection, request, found);
        boolean marked = found.isEmpty() && hasOrphanedRows(connection);
        StreamState admitted = Admission.admit(request, found, () -> marked);
        boolean isNew = dialect.columns(connection, request.table()).isEmpty();
        StreamState claimed = states.claim(connection, isNew ? Admission.withoutTable(request, admitted) : admitted);
        prepareTable(connection, isNew ? TableOrigin.CREATED : TableOrigin.FOUND);
        TargetTable table = TargetTable.of(connection, dialect, request);
        if (request.resumePolicy() == ResumePolicy.START_OVER && found.isPresent()) {
            deleteRows(connection, table, found.get());
        }
        return new Result(claimed, lock, table);
    }

    private static void requireVersion(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_VERSION) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the server is PostgreSQL " + version + ", and " + OLDEST_VERSION + " or newer is needed");
        }
    }

    private static String schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT current_schema()")) {
            rows.next();
            String schema = rows.getString(1);
            if (schema == null) {
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        "none of the schemas in the search path exists. Create the schema, or name another with schema=…");
            }
            return schema;
        }
    }

    private void createStateTables(Connection connection) throws SQLException {
        if (!states.exist(connection)) {
            StreamLock.OF_STATE_TABLES.takeExclusively(connection);
            states.create(connection);
        }
    }

    private boolean hasOrphanedRows(Connection connection) throws SQLException {
        boolean hasMarker = dialect.columns(connection, request.table()).stream()
                .anyMatch(column -> column.name().equals(MarkerColumns.BATCH_ID));
        if (!hasMarker
                || !states.readAll(connection, Optional.of(request.table())).isEmpty()) {
            return false;
        }
        String sql = "SELECT 1 FROM " + dialect.quote(request.table()) + " WHERE " + TargetTable.BATCH_ID
                + " IS NOT NULL LIMIT 1";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private void prepareTable(Connection connection, TableOrigin origin) throws SQLException {
        destination.tables().prepare(connection, request, SqlTables.columns(request));
        ReorgHistory history = destination.settings().reorgs();
        if (history == ReorgHistory.KEPT) {
            HistoryColumns.prepare(connection, dialect, request, origin);
        }
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            return;
        }
        BatchIndex index = new BatchIndex(dialect.quote(request.table()), history);
        if (destination.settings().index() == IndexTime.WITH_TABLE && !index.exists(connection)) {
            index.create(connection);
        }
        if (request.mode() == LoadMode.UPSERT) {
            KeyIndex.createIfMissing(connection, dialect, request);
        }
    }

    /** The rows of merged records carry ids that nobody remembers: they can be told only where the table has one stream. */
    private void deleteRows(Connection connection, TargetTable table, StreamState old) throws SQLException {
        if (old.records().stream().anyMatch(StreamRecord::isMerged)) {
            SharedTable.requireSole(request, states.readAll(connection, Optional.of(request.table())));
            RowChoice.allBut(List.of()).delete(connection, table);
            return;
        }
        List<BatchId> ids = new ArrayList<>();
        for (StreamRecord record : old.records()) {
            BatchId id = record.id();
            if (id != null) {
                ids.add(id);
            }
        }
        old.loads().stream().map(LoadRecord::batchId).forEach(ids::add);
        if (!ids.isEmpty()) {
            RowChoice.of(ids).delete(connection, table);
        }
    }
}
