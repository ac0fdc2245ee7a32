package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.sql.SqlColumn;
import io.amp4j.loader.sql.SqlTables;
import io.amp4j.snowflake.Settings.ReorgHistory;
import io.amp4j.snowflake.SnowflakeKeys.LoadingMethod;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Opens a stream. What defines tables commits by itself in Snowflake, so it comes before the one transaction that raises the epoch and, on
 * starting over, deletes rows: a crash in between leaves an empty table, and the state as it was.
 */
final class Opening {
    private final Destination destination;
    private final LoadRequest request;
    private final StateTable states;

    Opening(Destination destination, LoadRequest request) {
        this.destination = destination;
        this.request = request;
        this.states = destination.states();
    }

    /** The state under the job's epoch, and what its next change compares. */
    StateTable.Row run() throws SQLException {
        try (Connection connection = destination.connections().direct()) {
            boolean hasStates = states.exists(connection);
            Optional<StateTable.Row> found = hasStates ? states.read(connection, request.streamId()) : Optional.empty();
            destination.tables().requireOwnTable(connection, request, found.map(StateTable.Row::state));
            boolean marked = found.isEmpty() && hasOrphanedRows(connection, hasStates);
            StreamState admitted =
                    ofTable(connection, Admission.admit(request, found.map(StateTable.Row::state), () -> marked));
            if (destination.settings().method() == LoadingMethod.INSERT) {
                BoundRows.requirePlain(request.schema().getFields());
            }
            if (destination.snowpipe() == null) {
                refuseOpenIntents(connection);
            }
            prepareTable(connection);
            if (!hasStates) {
                states.create(connection);
            } else {
                endOlderSessions(connection);
            }
            StateTable.Row claimed = claim(connection, found, admitted);
            if (destination.snowpipe() != null) {
                destination.snowpipe().takeOver(connection, request);
            }
            return claimed;
        }
    }

    /** Each question costs Snowflake a tenth of a second: only a state that speaks of rows asks whether their table is there. */
    private StreamState ofTable(Connection connection, StreamState admitted) throws SQLException {
        boolean speaksOfRows =
                !admitted.records().isEmpty() || !admitted.loads().isEmpty();
        return speaksOfRows
                        && SnowflakeDialect.INSTANCE
                                .columns(connection, request.table())
                                .isEmpty()
                ? Admission.withoutTable(request, admitted)
                : admitted;
    }

    /** What was sent and not committed can be given up only by whoever can shut its channel. */
    private void refuseOpenIntents(Connection connection) throws SQLException {
        Intents intents = destination.intents();
        if (intents.exist(connection)
                && !intents.open(connection, request.streamId()).isEmpty()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "a job with method=snowpipe-streaming ended in the middle of a unit of stream '"
                            + request.streamId()
                            + "', and rows of it may be in the table. Run it once more with that method, which takes them out, then change the method");
        }
    }

    private void endOlderSessions(Connection connection) throws SQLException {
        for (String session : states.sessions(connection, request.streamId())) {
            ServerSessions.end(connection, session);
        }
    }

    private boolean hasOrphanedRows(Connection connection, boolean hasStates) throws SQLException {
        boolean hasMarker = SnowflakeDialect.INSTANCE.columns(connection, request.table()).stream()
                .map(SqlColumn::name)
                .anyMatch(MarkerColumns.BATCH_ID::equalsIgnoreCase);
        if (!hasMarker || (hasStates && isFilledByAStream(connection))) {
            return false;
        }
        String sql = "SELECT 1 FROM " + SnowflakeDialect.INSTANCE.quote(request.table()) + " LIMIT 1";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    private boolean isFilledByAStream(Connection connection) throws SQLException {
        return !states.readAll(connection, Optional.of(request.table())).isEmpty();
    }

    private void prepareTable(Connection connection) throws SQLException {
        boolean keepsHistory = destination.settings().reorgs() == ReorgHistory.KEPT;
        // Each question costs Snowflake a tenth of a second, so this one is asked only where the answer matters.
        boolean isNew = keepsHistory
                && SnowflakeDialect.INSTANCE
                        .columns(connection, request.table())
                        .isEmpty();
        destination.tables().prepare(connection, request, columns());
        if (destination.snowpipe() != null) {
            destination.snowpipe().prepare(connection, request);
        }
        if (keepsHistory) {
            History.prepare(connection, request, isNew);
        }
    }

    private List<Field> columns() {
        List<Field> columns = SqlTables.columns(request);
        if (destination.snowpipe() != null) {
            columns.add(Field.nullable(MarkerColumns.ATTEMPT, ArrowType.Utf8.INSTANCE));
        }
        return columns;
    }

    private StateTable.Row claim(Connection connection, Optional<StateTable.Row> found, StreamState admitted)
            throws SQLException {
        StreamHeader old = admitted.header();
        StreamHeader claimed = old.withEpoch(old.epoch() + 1);
        StreamState state = new StreamState(claimed, admitted.records(), admitted.loads());
        boolean isOurs = found.isEmpty()
                ? states.insert(connection, state)
                : states.replace(connection, found.get().version(), state);
        if (!isOurs) {
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE,
                    "another job of stream '" + request.streamId() + "' opened it or committed at the same moment");
        }
        if (request.resumePolicy() == ResumePolicy.START_OVER && found.isPresent()) {
            deleteRows(connection, found.get().state());
        }
        connection.commit();
        return new StateTable.Row(new StateTable.Version(claimed.epoch(), 0, claimed.seq()), state);
    }

    /** The rows of merged records carry ids that nobody remembers: they can be told only where the table has one stream. */
    private void deleteRows(Connection connection, StreamState old) throws SQLException {
        RowChoice rows;
        if (old.records().stream().anyMatch(StreamRecord::isMerged)) {
            requireSoleStream(states, connection, request);
            rows = RowChoice.allBut(List.of());
        } else {
            List<BatchId> ids = new ArrayList<>();
            Stream<BatchId> recorded = old.records().stream().map(StreamRecord::requireId);
            Stream.concat(recorded, old.loads().stream().map(LoadRecord::batchId))
                    .forEach(ids::add);
            rows = RowChoice.ofIds(ids);
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "DELETE FROM " + SnowflakeDialect.INSTANCE.quote(request.table()) + " WHERE " + rows.condition());
        }
    }

    /** Rows that no record names can be told only where one stream fills the table. */
    static void requireSoleStream(StateTable states, Connection connection, LoadRequest request) throws SQLException {
        SharedTable.requireSole(request, states.readAll(connection, Optional.of(request.table())));
    }
}
