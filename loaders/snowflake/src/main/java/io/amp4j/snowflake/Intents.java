package io.amp4j.snowflake;

import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What streams have begun to send and not committed, in {@code AMP_STREAM_INTENTS} beside their states. An attempt stands here before its first row,
 * and goes with its commit, in one transaction; one that was given up stays as void for a while, so that whatever of it came late would be hidden too,
 * and is deleted by the next opening. Thread-safe; each call uses the connection that it is given, within the caller's transaction.
 */
final class Intents {
    private static final String NAME = "AMP_STREAM_INTENTS";

    /** How long a void attempt is remembered: a row that Snowflake has taken is in its table within seconds. */
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final TableName name;
    private final String quoted;

    Intents(@Nullable String schema) {
        this.name = new TableName(schema, NAME);
        this.quoted = SnowflakeDialect.INSTANCE.quote(name);
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS " + quoted
                            + " (ATTEMPT VARCHAR NOT NULL, STREAM_ID VARCHAR NOT NULL, EPOCH NUMBER(19,0) NOT NULL, PIPE_DATABASE VARCHAR NOT NULL,"
                            + " PIPE_SCHEMA VARCHAR NOT NULL, PIPE VARCHAR NOT NULL, CHANNEL VARCHAR NOT NULL, VOID_SINCE NUMBER(19,0))");
        }
    }

    boolean exist(Connection connection) throws SQLException {
        return !SnowflakeDialect.INSTANCE.columns(connection, name).isEmpty();
    }

    void add(Connection connection, String streamId, long epoch, Intent intent) throws SQLException {
        String sql = "INSERT INTO " + quoted
                + " (ATTEMPT, STREAM_ID, EPOCH, PIPE_DATABASE, PIPE_SCHEMA, PIPE, CHANNEL) VALUES (?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, intent.attempt());
            statement.setString(2, streamId);
            statement.setLong(3, epoch);
            statement.setString(4, intent.pipe().database());
            statement.setString(5, intent.pipe().schema());
            statement.setString(6, intent.pipe().name());
            statement.setString(7, intent.channel());
            statement.executeUpdate();
        }
    }

    /** Forgets an attempt: with the commit that it is. */
    void remove(Connection connection, String attempt) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + quoted + " WHERE ATTEMPT = ?")) {
            statement.setString(1, attempt);
            statement.executeUpdate();
        }
    }

    /** The attempts of a stream that are remembered: those that are open, and those that were given up. */
    List<Intent> of(Connection connection, String streamId) throws SQLException {
        String sql = "SELECT ATTEMPT, PIPE_DATABASE, PIPE_SCHEMA, PIPE, CHANNEL, VOID_SINCE IS NOT NULL FROM " + quoted
                + " WHERE STREAM_ID = ? ORDER BY ATTEMPT";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            try (ResultSet rows = statement.executeQuery()) {
                List<Intent> intents = new ArrayList<>();
                while (rows.next()) {
                    PipeName pipe = new PipeName(rows.getString(2), rows.getString(3), rows.getString(4));
                    intents.add(new Intent(rows.getString(1), pipe, rows.getString(5), rows.getBoolean(6)));
                }
                return intents;
            }
        }
    }

    /** The attempts of a stream that neither committed nor were given up. */
    List<Intent> open(Connection connection, String streamId) throws SQLException {
        return of(connection, streamId).stream()
                .filter(intent -> !intent.isVoid())
                .toList();
    }

    /** Forgets attempts that were given up long ago. */
    void forgetOld(Connection connection, String streamId, Instant now) throws SQLException {
        String sql = "DELETE FROM " + quoted + " WHERE STREAM_ID = ? AND VOID_SINCE < ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, streamId);
            statement.setLong(2, now.minus(REMEMBERED).toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** Gives attempts up. */
    void makeVoid(Connection connection, List<Intent> intents, Instant now) throws SQLException {
        String sql = "UPDATE " + quoted + " SET VOID_SINCE = ? WHERE ATTEMPT IN (" + list(intents) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, now.toEpochMilli());
            statement.executeUpdate();
        }
    }

    /** What is true of rows that no attempt named here has written: of committed ones. */
    String committed() {
        return "(" + TargetTable.ATTEMPT + " IS NULL OR " + TargetTable.ATTEMPT + " NOT IN (SELECT ATTEMPT FROM "
                + quoted + "))";
    }

    /** Attempts as a list in a statement: hex digits, which need no escape. */
    static String list(List<Intent> of) {
        return of.stream()
                .map(intent -> SnowflakeDialect.text(intent.attempt()))
                .collect(Collectors.joining(", "));
    }

    /**
     * What is about to be sent.
     *
     * @param attempt what its rows carry
     * @param pipe the pipe that they go through
     * @param channel the channel that they go through
     * @param isVoid whether it was given up
     */
    record Intent(String attempt, PipeName pipe, String channel, boolean isVoid) {
        static Intent open(String attempt, PipeName pipe, String channel) {
            return new Intent(attempt, pipe, channel, false);
        }
    }
}
