package io.amp4j.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The lock of one stream: units hold it shared from their beginning to their end, an opening takes it exclusively. So an opening that has
 * it knows that no older unit can commit any more. It is an advisory lock of the transaction: the server frees it with the transaction,
 * however that ends.
 *
 * @param key the lock's number within the database
 */
record StreamLock(long key) {
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Guards the creation of the state tables, which two openings of different streams may attempt at once. */
    static final StreamLock OF_STATE_TABLES = of("", "");

    /**
     * The lock of a stream.
     *
     * @param schema the schema of the state tables, since the same id in another schema is another stream
     * @param streamId the stream
     */
    static StreamLock of(String schema, String streamId) {
        try {
            byte[] name = ("amp4j\0" + schema + "\0" + streamId).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
            return new StreamLock(ByteBuffer.wrap(digest).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Waits while an opening has it. The epoch must be read by a later statement, which sees what the opening committed. */
    void share(Connection connection) throws SQLException {
        lock(connection, "SELECT pg_advisory_xact_lock_shared(?)");
    }

    void takeExclusively(Connection connection) throws SQLException {
        lock(connection, "SELECT pg_advisory_xact_lock(?)");
    }

    /**
     * Takes it exclusively, and ends the connections of units that still hold it after a while: their client is dead, or must be fenced.
     *
     * @param connection in a transaction that has done nothing yet; it may be rolled back
     * @param patience how long they have to end by themselves
     */
    void takeOver(Connection connection, Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + Math.max(1, patience.toMillis()));
            takeExclusively(connection);
            statement.execute("SET LOCAL lock_timeout = DEFAULT");
            return;
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
        }
        connection.rollback();
        endHolders(connection);
        takeExclusively(connection);
    }

    private void endHolders(Connection connection) throws SQLException {
        String sql =
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                        + " AND classid::bigint = ? AND objid::bigint = ? AND objsubid = 1";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key >>> Integer.SIZE);
            statement.setLong(2, key & 0xffff_ffffL);
            statement.executeQuery().close();
        }
    }

    private void lock(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, key);
            statement.executeQuery().close();
        }
    }
}
