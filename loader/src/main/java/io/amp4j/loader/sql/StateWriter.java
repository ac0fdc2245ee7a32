package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Fencing;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.SharedTable;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes stream states, row by row. */
final class StateWriter {
    private final StateTables tables;
    private final StateReader reader;

    StateWriter(StateTables tables, StateReader reader) {
        this.tables = tables;
        this.reader = reader;
    }

    StreamState claim(Connection connection, StreamState admitted) throws SQLException {
        StreamHeader old = admitted.header();
        StreamHeader claimed = old.withEpoch(old.epoch() + 1);
        if (old.epoch() == 0) {
            insertHeader(connection, claimed);
        } else {
            updateHeader(connection, claimed, old.epoch());
        }
        if (admitted.records().isEmpty()) {
            execute(connection, "DELETE FROM " + tables.records + " WHERE stream_id = ?", claimed.streamId());
        }
        if (admitted.loads().isEmpty()) {
            execute(connection, "DELETE FROM " + tables.loads + " WHERE stream_id = ?", claimed.streamId());
        }
        return new StreamState(claimed, admitted.records(), admitted.loads());
    }

    void apply(Connection connection, StreamHeader session, StateChange change) throws SQLException {
        raiseSeq(connection, session, change.network());
        remove(connection, session.streamId(), change.removed());
        refuseRowsOfOthers(connection, session, change.added());
        add(connection, session.streamId(), change.added());
        LoadRecord load = change.load();
        if (load != null) {
            addLoad(connection, session, load);
        }
    }

    void forget(Connection connection, TableName table) throws SQLException {
        String streams = "SELECT stream_id FROM " + tables.stream
                + " WHERE table_name = ? AND COALESCE(table_schema, '') = COALESCE(CAST(? AS VARCHAR), '')";
        for (String rows : List.of(tables.records, tables.loads, tables.stream)) {
            execute(
                    connection,
                    "DELETE FROM " + rows + " WHERE stream_id IN (" + streams + ")",
                    table.name(),
                    table.schema());
        }
    }

    static StreamRecord asStored(StreamRecord record) {
        Instant time = record.committedAt();
        return time == null
                ? record
                : new StreamRecord(record.id(), record.range(), time.truncatedTo(ChronoUnit.MICROS), record.attempt());
    }

    static LoadRecord asStored(LoadRecord load) {
        return new LoadRecord(
                load.loadId(), load.batchId(), load.rows(), load.committedAt().truncatedTo(ChronoUnit.MICROS));
    }

    private void insertHeader(Connection connection, StreamHeader header) throws SQLException {
        String sql = "INSERT INTO " + tables.stream
                + " (format, table_schema, table_name, from_block, to_block, query_fingerprint, schema_fingerprint,"
                + " network, epoch, seq, stream_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, header);
            statement.executeUpdate();
        }
    }

    private void updateHeader(Connection connection, StreamHeader header, long oldEpoch) throws SQLException {
        String sql = "UPDATE " + tables.stream
                + " SET format = ?, table_schema = ?, table_name = ?, from_block = ?, to_block = ?, query_fingerprint = ?,"
                + " schema_fingerprint = ?, network = ?, epoch = ?, seq = ? WHERE stream_id = ? AND epoch = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int next = bind(statement, header);
            statement.setLong(next, oldEpoch);
            if (statement.executeUpdate() == 0) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "another job opened stream '" + header.streamId() + "' at the same moment");
            }
        }
    }

    private static int bind(PreparedStatement statement, StreamHeader header) throws SQLException {
        statement.setInt(1, StateTables.FORMAT);
        statement.setString(2, header.table().schema());
        statement.setString(3, header.table().name());
        bind(statement, 4, header.fromBlock());
        bind(statement, 5, header.toBlock());
        statement.setString(6, header.queryFingerprint());
        statement.setString(7, header.schemaFingerprint());
        statement.setString(8, header.network());
        statement.setLong(9, header.epoch());
        statement.setLong(10, header.seq());
        statement.setString(11, header.streamId());
        return 12;
    }

    private void raiseSeq(Connection connection, StreamHeader session, @Nullable String network) throws SQLException {
        String sql = "UPDATE " + tables.stream
                + " SET seq = seq + 1, network = COALESCE(network, CAST(? AS VARCHAR)) WHERE stream_id = ? AND epoch = ? AND seq >= ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, network);
            statement.setString(2, session.streamId());
            statement.setLong(3, session.epoch());
            statement.setLong(4, session.seq());
            if (statement.executeUpdate() == 0) {
                throw refused(connection, session);
            }
        }
    }

    private AmpException refused(Connection connection, StreamHeader session) throws SQLException {
        OptionalLong epoch = reader.epoch(connection, session.streamId());
        if (epoch.isEmpty() || epoch.getAsLong() != session.epoch()) {
            return Fencing.fenced(session.streamId());
        }
        return new AmpException(
                LoadError.DESTINATION_UNAVAILABLE,
                "stream '" + session.streamId() + "' has lost commits that this job has made, by a fail-over or a"
                        + " restore of the database: what it holds is read anew");
    }

    private void remove(Connection connection, String streamId, List<StreamRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM " + tables.records
                + " WHERE stream_id = ? AND first_block = ? AND last_block = ? AND COALESCE(batch_id, '') = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (StreamRecord record : records) {
                BatchId id = record.id();
                statement.setString(1, streamId);
                statement.setLong(2, record.range().start());
                statement.setLong(3, record.range().end());
                statement.setString(4, id == null ? "" : id.value());
                statement.addBatch();
            }
            requireOneEach(streamId, records, statement.executeBatch());
        }
    }

    private static void requireOneEach(String streamId, List<StreamRecord> records, int[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        "the state of stream '" + streamId + "' was changed by somebody else: the record of "
                                + records.get(i).range() + " is gone. Start the load again");
            }
        }
    }

    /** Rows are told by their batch id alone, so two streams of one table may not load the same microbatch. */
    private void refuseRowsOfOthers(Connection connection, StreamHeader session, List<StreamRecord> added)
            throws SQLException {
        List<BatchId> ids = added.stream()
                .filter(record -> !record.isMerged())
                .map(StreamRecord::requireId)
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        String sql = "SELECT s.stream_id FROM " + tables.stream + " s JOIN " + tables.records
                + " r ON r.stream_id = s.stream_id WHERE s.stream_id <> ? AND s.table_name = ?"
                + " AND COALESCE(s.table_schema, '') = ? AND r.batch_id IN ("
                + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, session.streamId());
            statement.setString(2, session.table().name());
            statement.setString(3, Objects.requireNonNullElse(session.table().schema(), ""));
            for (int i = 0; i < ids.size(); i++) {
                statement.setString(i + 4, ids.get(i).value());
            }
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    throw SharedTable.loadedTwice(session, rows.getString(1));
                }
            }
        }
    }

    private void add(Connection connection, String streamId, List<StreamRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        String sql = "INSERT INTO " + tables.records
                + " (stream_id, batch_id, network, first_block, last_block, last_hash, prev_hash, committed_at, attempt)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (StreamRecord record : records) {
                bind(statement, streamId, asStored(record));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, String streamId, StreamRecord record) throws SQLException {
        BatchId id = record.id();
        BlockRange range = record.range();
        statement.setString(1, streamId);
        statement.setString(2, id == null ? null : id.value());
        statement.setString(3, range.network());
        statement.setLong(4, range.start());
        statement.setLong(5, range.end());
        statement.setString(6, range.hash());
        statement.setString(7, range.prevHash());
        bind(statement, 8, record.committedAt());
        statement.setString(9, record.attempt());
    }

    private void addLoad(Connection connection, StreamHeader session, LoadRecord load) throws SQLException {
        long seq = seq(connection, session.streamId());
        String sql = "INSERT INTO " + tables.loads
                + " (stream_id, load_id, batch_id, seq, row_count, committed_at) VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, session.streamId());
            statement.setString(2, load.loadId());
            statement.setString(3, load.batchId().value());
            statement.setLong(4, seq);
            statement.setLong(5, load.rows());
            bind(statement, 6, asStored(load).committedAt());
            statement.executeUpdate();
        }
        forgetOldLoads(connection, session.streamId(), seq);
    }

    /** Each batch load has a seq of its own, so those that are too old are told by it. */
    private void forgetOldLoads(Connection connection, String streamId, long seq) throws SQLException {
        String sql = "DELETE FROM " + tables.loads + " WHERE stream_id = ? AND seq <= ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            statement.setLong(2, seq - StreamState.LOADS_KEPT);
            statement.executeUpdate();
        }
    }

    private long seq(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT seq FROM " + tables.stream + " WHERE stream_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void execute(Connection connection, String sql, @Nullable String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, value.atOffset(ZoneOffset.UTC));
        }
    }
}
