package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The server's process behind a connection. While it lives, a transaction of which we heard nothing may still be committed; once it is gone
 * the state can be read back, and what it shows is final.
 *
 * @param pid the process id
 * @param startedAt when it started, in microseconds since 1970: process ids come again
 */
record Backend(int pid, long startedAt) {
    private static final String STARTED_AT = "(extract(epoch FROM backend_start) * 1000000)::bigint";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    static Backend of(Connection connection) throws SQLException {
        String sql = "SELECT pid, " + STARTED_AT + " FROM pg_stat_activity WHERE pid = pg_backend_pid()";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return new Backend(rows.getInt(1), rows.getLong(2));
        }
    }

    /**
     * Ends the process and waits until it is gone.
     *
     * @param connection another connection, which commits each statement
     * @throws AmpException with a retryable code if it is still there after a while
     */
    void end(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (terminate(connection)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "server process " + pid
                                + " of an earlier unit does not end, so it cannot be known what it commits");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Whether it was still there. */
    private boolean terminate(Connection connection) throws SQLException {
        String sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ? AND " + STARTED_AT + " = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, pid);
            statement.setLong(2, startedAt);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
