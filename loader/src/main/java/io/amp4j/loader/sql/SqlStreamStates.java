package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stream states in three tables of a database: {@code amp_stream} has a header a row, {@code amp_stream_state} a committed microbatch a
 * row, {@code amp_stream_load} a committed batch load a row.
 *
 * <p>Thread-safe; each call uses the connection that it is given, within the caller's transaction: nothing here commits.
 */
public final class SqlStreamStates {
    private final StateTables tables;
    private final StateReader reader;
    private final StateWriter writer;

    /**
     * States in one schema.
     *
     * @param dialect how the database writes SQL
     * @param schema the schema of the three tables, or null for the connection's own
     */
    public SqlStreamStates(SqlDialect dialect, @Nullable String schema) {
        Objects.requireNonNull(dialect, "dialect");
        this.tables = new StateTables(dialect, schema);
        this.reader = new StateReader(tables);
        this.writer = new StateWriter(tables, reader);
    }

    /**
     * Whether the tables are there.
     *
     * @param connection where to look
     * @return true if the table of headers is there
     * @throws SQLException if the database fails
     */
    public boolean exist(Connection connection) throws SQLException {
        return tables.exist(connection);
    }

    /**
     * Creates the tables where they are missing.
     *
     * @param connection where to create them
     * @throws SQLException if the database fails
     */
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : tables.createStatements()) {
                statement.execute(sql);
            }
        }
    }

    /**
     * Reads one stream's state; the tables must be there.
     *
     * @param connection where to read
     * @param streamId the stream
     * @return the state, or empty if the stream is not known
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE} if the tables contradict themselves
     * @throws SQLException if the database fails
     */
    public Optional<StreamState> read(Connection connection, String streamId) throws SQLException {
        return reader.read(connection, streamId);
    }

    /**
     * Reads one stream's epoch alone: for a unit that begins, and must not read all records for it.
     *
     * @param connection where to read
     * @param streamId the stream
     * @return the epoch, or empty if the stream is not known
     * @throws SQLException if the database fails
     */
    public OptionalLong epoch(Connection connection, String streamId) throws SQLException {
        return reader.epoch(connection, streamId);
    }

    /**
     * Reads the states of all streams, or of those that fill one table; the tables must be there.
     *
     * @param connection where to read
     * @param table the table, or empty for all
     * @return the states in the order of their stream ids
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE} if the tables contradict themselves
     * @throws SQLException if the database fails
     */
    public List<StreamState> readAll(Connection connection, Optional<TableName> table) throws SQLException {
        return reader.readAll(connection, table);
    }

    /**
     * Raises the epoch, and stores the header as admitted. Waits for, or conflicts with, whoever writes the same
     * header at the same time.
     *
     * @param connection where to write
     * @param admitted the state as admitted, under its old epoch; where it is empty of records, those in the tables are deleted
     * @return the state under its new epoch
     * @throws AmpException with {@link LoadError#DESTINATION_UNAVAILABLE} if another job raised the epoch since the state was read: read it
     *     again
     * @throws SQLException if the database fails
     */
    public StreamState claim(Connection connection, StreamState admitted) throws SQLException {
        return writer.claim(connection, admitted);
    }

    /**
     * Checks the epoch and applies a change, with the next {@code seq}. Should be the last that the transaction does before its commit,
     * since it may hold the header's row locked.
     *
     * @param connection where to write
     * @param session the header as the session knows it: its stream id and epoch count, and the {@code seq} of the newest commit that it knows of
     * @param change what changes
     * @throws AmpException with {@link LoadError#FENCED} if a newer job holds the stream, with {@link LoadError#DESTINATION_UNAVAILABLE} if
     *     the database has lost commits that the session knows of, with {@link LoadError#STATE_UNREADABLE} if a record that is to go is not there, with {@link LoadError#UNSUPPORTED} if another stream of the table has loaded the same microbatch
     * @throws SQLException if the database fails
     */
    public void apply(Connection connection, StreamHeader session, StateChange change) throws SQLException {
        writer.apply(connection, session, change);
    }

    /**
     * Forgets all streams that fill a table.
     *
     * @param connection where to write
     * @param table the table
     * @throws SQLException if the database fails
     */
    public void forget(Connection connection, TableName table) throws SQLException {
        writer.forget(connection, table);
    }

    /**
     * The records as {@link #apply} stores them: times are kept in microseconds.
     *
     * @param records records to add
     * @return the same records as they read back
     */
    public static List<StreamRecord> asStored(List<StreamRecord> records) {
        return records.stream().map(StateWriter::asStored).toList();
    }

    /**
     * A change as {@link #apply} stores it: times are kept in microseconds.
     *
     * @param change what is committed
     * @return the same change, with its records and its load as they read back
     */
    public static StateChange asStored(StateChange change) {
        LoadRecord load = change.load();
        return new StateChange(
                change.removed(), asStored(change.added()), load == null ? null : StateWriter.asStored(load));
    }
}
