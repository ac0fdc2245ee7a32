package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads stream states, and refuses what contradicts itself. */
final class StateReader {
    private final StateTables tables;

    StateReader(StateTables tables) {
        this.tables = tables;
    }

    Optional<StreamState> read(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT * FROM " + tables.stream + " WHERE stream_id = ?";
        List<StreamHeader> headers = query(connection, sql, streamId, StateReader::header);
        List<StreamRecord> records = records(connection, streamId);
        List<LoadRecord> loads = loads(connection, streamId);
        if (headers.isEmpty() && records.isEmpty() && loads.isEmpty()) {
            return Optional.empty();
        }
        if (headers.size() != 1) {
            throw unreadable(streamId, "it has " + headers.size() + " headers", null);
        }
        StreamState state = new StreamState(headers.get(0), records, loads);
        return Optional.of(state.verified());
    }

    OptionalLong epoch(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT epoch FROM " + tables.stream + " WHERE stream_id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    List<StreamState> readAll(Connection connection, Optional<TableName> table) throws SQLException {
        String sql = "SELECT stream_id FROM " + tables.stream + " UNION SELECT stream_id FROM " + tables.records
                + " UNION SELECT stream_id FROM " + tables.loads + " ORDER BY stream_id";
        List<StreamState> states = new ArrayList<>();
        for (String streamId : query(connection, sql, null, row -> row.getString(1))) {
            read(connection, streamId)
                    .filter(state -> table.isEmpty() || state.header().table().equals(table.get()))
                    .ifPresent(states::add);
        }
        return states;
    }

    private List<StreamRecord> records(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT * FROM " + tables.records + " WHERE stream_id = ? ORDER BY first_block";
        return query(connection, sql, streamId, StateReader::record);
    }

    private List<LoadRecord> loads(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT * FROM " + tables.loads + " WHERE stream_id = ? ORDER BY seq";
        return query(connection, sql, streamId, StateReader::load);
    }

    private static StreamHeader header(ResultSet row) throws SQLException {
        String streamId = row.getString("stream_id");
        int format = row.getInt("format");
        if (format != StateTables.FORMAT) {
            throw unreadable(
                    streamId,
                    "its format is " + format + ", and this version of amp4j knows " + StateTables.FORMAT,
                    null);
        }
        return new StreamHeader(
                streamId,
                new TableName(row.getString("table_schema"), row.getString("table_name")),
                number(row, "from_block"),
                number(row, "to_block"),
                row.getString("query_fingerprint"),
                row.getString("schema_fingerprint"),
                row.getString("network"),
                row.getLong("epoch"),
                row.getLong("seq"));
    }

    private static StreamRecord record(ResultSet row) throws SQLException {
        String batchId = row.getString("batch_id");
        BlockRange range = new BlockRange(
                row.getString("network"),
                row.getLong("first_block"),
                row.getLong("last_block"),
                row.getString("last_hash"),
                row.getString("prev_hash"));
        return new StreamRecord(
                batchId == null ? null : new BatchId(batchId), range, instant(row), row.getString("attempt"));
    }

    private static LoadRecord load(ResultSet row) throws SQLException {
        Instant committedAt = instant(row);
        if (committedAt == null) {
            throw new IllegalArgumentException("a load has no time");
        }
        return new LoadRecord(
                row.getString("load_id"),
                new BatchId(row.getString("batch_id")),
                row.getLong("row_count"),
                committedAt);
    }

    private static @Nullable Instant instant(ResultSet row) throws SQLException {
        OffsetDateTime time = row.getObject("committed_at", OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static <T> List<T> query(Connection connection, String sql, @Nullable String streamId, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (streamId != null) {
                statement.setString(1, streamId);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(reader.read(rows));
                }
                return values;
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            throw unreadable(String.valueOf(streamId), "a value in it cannot be: " + e.getMessage(), e);
        }
    }

    private static AmpException unreadable(String streamId, String why, @Nullable Throwable cause) {
        return new AmpException(
                LoadError.STATE_UNREADABLE,
                "the state of stream '" + streamId + "' cannot be trusted: " + why
                        + ". Restore the tables amp_stream, amp_stream_state and amp_stream_load together with the rows,"
                        + " or delete them all and load into an empty table",
                cause);
    }

    /** Makes a value of a row. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }
}
