package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stream states in {@code AMP_STREAM_STATE}, one row a stream, with the whole state as JSON: a statement costs Snowflake a tenth of a second
 * whatever it does, so a commit has one for the state. Epoch and seq stand in columns of their own, which each change compares. Thread-safe;
 * each call uses the connection that it is given, within the caller's transaction.
 */
final class StateTable {
    private static final String NAME = "AMP_STREAM_STATE";
    private static final String SEPARATOR = " ";

    private final TableName name;
    private final String quoted;

    StateTable(@Nullable String schema) {
        this.name = new TableName(schema, NAME);
        this.quoted = SnowflakeDialect.INSTANCE.quote(name);
    }

    /**
     * Whether the table is there.
     *
     * @throws AmpException with {@code AMP-STATE-UNREADABLE} if a table of that name is somebody else's
     */
    boolean exists(Connection connection) throws SQLException {
        List<String> columns = SnowflakeDialect.INSTANCE.columns(connection, name).stream()
                .map(SqlColumn::name)
                .toList();
        if (columns.isEmpty()) {
            return false;
        }
        if (!columns.containsAll(List.of("STREAM_ID", "EPOCH", "SEQ", "STATE"))) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "table " + name + " is not amp4j's"
                            + (columns.contains("CONNECTION_NAME")
                                    ? " but the Python client's, and tells only its jobs what they loaded"
                                    : "")
                            + ". Keep amp4j's in another schema with state-schema=…, and load into a table that nobody else fills");
        }
        return true;
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS " + quoted + " (STREAM_ID VARCHAR NOT NULL, TABLE_SCHEMA VARCHAR,"
                            + " TABLE_NAME VARCHAR NOT NULL, EPOCH NUMBER(19,0) NOT NULL, FENCE NUMBER(19,0) NOT NULL,"
                            + " SEQ NUMBER(19,0) NOT NULL, STATE VARCHAR NOT NULL, SESSIONS VARCHAR NOT NULL)");
        }
    }

    Optional<Row> read(Connection connection, String streamId) throws SQLException {
        List<Row> found = query(connection, " WHERE STREAM_ID = ?", streamId);
        if (found.size() > 1) {
            throw unreadable(streamId, "it has " + found.size() + " rows");
        }
        return found.stream().findFirst();
    }

    /** The states of all streams, or of those that fill one table, in the order of their ids. */
    List<StreamState> readAll(Connection connection, Optional<TableName> table) throws SQLException {
        String name = table.map(TableName::name).orElse(null);
        return query(connection, " WHERE ? IS NULL OR TABLE_NAME = ?", name).stream()
                .map(Row::state)
                .filter(state -> table.isEmpty() || state.header().table().equals(table.get()))
                .toList();
    }

    private List<Row> query(Connection connection, String condition, @Nullable String value) throws SQLException {
        String sql = "SELECT STREAM_ID, EPOCH, FENCE, SEQ, STATE FROM " + quoted + condition + " ORDER BY STREAM_ID";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= condition.chars().filter(c -> c == '?').count(); i++) {
                statement.setString(i, value);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Row> states = new ArrayList<>();
                while (rows.next()) {
                    states.add(row(rows));
                }
                return states;
            }
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        String streamId = row.getString(1);
        Version version = new Version(row.getLong(2), row.getLong(3), row.getLong(4));
        StreamState read = StreamStateJson.readState(row.getString(5));
        StreamState state = new StreamState(read.header().withEpoch(version.epoch()), read.records(), read.loads());
        if (!state.header().streamId().equals(streamId) || state.header().seq() != version.seq()) {
            throw unreadable(streamId, "its columns do not agree");
        }
        return new Row(version, state.verified());
    }

    private static AmpException unreadable(String streamId, String why) {
        return new AmpException(
                LoadError.STATE_UNREADABLE,
                "the state of stream '" + streamId + "' cannot be trusted: " + why + ". Restore " + NAME
                        + " together with the rows, or delete its row and load into an empty table");
    }

    /** The epoch alone, or empty if the stream is not known. */
    OptionalLong epoch(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT EPOCH FROM " + quoted + " WHERE STREAM_ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Adds a stream's first row; false if another job was faster. Keys are not enforced, but a MERGE waits for another. */
    boolean insert(Connection connection, StreamState state) throws SQLException {
        String sql = "MERGE INTO " + quoted
                + " t USING (SELECT ? AS STREAM_ID, ? AS TABLE_SCHEMA, ? AS TABLE_NAME, ? AS EPOCH,"
                + " ? AS SEQ, ? AS STATE) s ON t.STREAM_ID = s.STREAM_ID WHEN NOT MATCHED THEN INSERT (STREAM_ID, TABLE_SCHEMA,"
                + " TABLE_NAME, EPOCH, FENCE, SEQ, STATE, SESSIONS) VALUES (s.STREAM_ID, s.TABLE_SCHEMA, s.TABLE_NAME, s.EPOCH, 0, s.SEQ, s.STATE, '')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, state.header().streamId());
            statement.setString(2, state.header().table().schema());
            statement.setString(3, state.header().table().name());
            statement.setLong(4, state.header().epoch());
            statement.setLong(5, state.header().seq());
            statement.setString(6, StreamStateJson.write(state));
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Replaces a state that is still the one that was read: false if its epoch, its fence or its seq is another. A new epoch has a fence and
     * sessions of its own.
     */
    boolean replace(Connection connection, Version read, StreamState state) throws SQLException {
        long fence = state.header().epoch() == read.epoch() ? read.fence() : 0;
        String sql =
                "UPDATE " + quoted + " SET TABLE_SCHEMA = ?, TABLE_NAME = ?, EPOCH = ?, FENCE = ?, SEQ = ?, STATE = ?"
                        + " WHERE STREAM_ID = ? AND EPOCH = ? AND FENCE = ? AND SEQ = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, state.header().table().schema());
            statement.setString(2, state.header().table().name());
            statement.setLong(3, state.header().epoch());
            statement.setLong(4, fence);
            statement.setLong(5, state.header().seq());
            statement.setString(6, StreamStateJson.write(state));
            statement.setString(7, state.header().streamId());
            statement.setLong(8, read.epoch());
            statement.setLong(9, read.fence());
            statement.setLong(10, read.seq());
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Raises the fence of an epoch, so that nothing that was begun before can commit any more; waits for who is just committing.
     *
     * @return false if the epoch is another by now
     */
    boolean fence(Connection connection, String streamId, long epoch) throws SQLException {
        String sql = "UPDATE " + quoted + " SET FENCE = FENCE + 1 WHERE STREAM_ID = ? AND EPOCH = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            statement.setLong(2, epoch);
            return statement.executeUpdate() == 1;
        }
    }

    /** Keeps others from changing a stream's row until the transaction ends; false if the epoch is another by now. */
    boolean hold(Connection connection, String streamId, long epoch) throws SQLException {
        String sql = "UPDATE " + quoted + " SET EPOCH = EPOCH WHERE STREAM_ID = ? AND EPOCH = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            statement.setLong(2, epoch);
            return statement.executeUpdate() == 1;
        }
    }

    void forget(Connection connection, String streamId) throws SQLException {
        String sql = "DELETE FROM " + quoted + " WHERE STREAM_ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            statement.executeUpdate();
        }
    }

    /** Takes down a session that may write under an epoch, so that an opening can end it; false if the epoch is another by now. */
    boolean enlist(Connection connection, String streamId, long epoch, String session) throws SQLException {
        String sql = "UPDATE " + quoted + " SET SESSIONS = SESSIONS || ? WHERE STREAM_ID = ? AND EPOCH = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, session + SEPARATOR);
            statement.setString(2, streamId);
            statement.setLong(3, epoch);
            return statement.executeUpdate() == 1;
        }
    }

    /** The sessions that may still write for a stream. */
    List<String> sessions(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT SESSIONS FROM " + quoted + " WHERE STREAM_ID = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && !rows.getString(1).isEmpty()
                        ? List.of(rows.getString(1).split(SEPARATOR))
                        : List.of();
            }
        }
    }

    /**
     * What changes compare.
     *
     * @param epoch raised by each opening
     * @param fence raised by each recovery
     * @param seq raised by each commit
     */
    record Version(long epoch, long fence, long seq) {}

    /**
     * A state as it was read.
     *
     * @param version what its next change compares
     * @param state the state
     */
    record Row(Version version, StreamState state) {}
}
