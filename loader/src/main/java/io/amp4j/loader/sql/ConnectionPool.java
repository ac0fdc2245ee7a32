package io.amp4j.loader.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connections for units, without automatic commits. None is made before one is asked for, and a server that is down is told by the first that
 * asks. Whoever uses it has HikariCP among its own dependencies. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    private final HikariConfig config;
    private @Nullable HikariDataSource pool;

    /**
     * A pool that connects to nothing yet.
     *
     * @param source where connections come from, and what each does first; its other settings are replaced
     * @param name the pool's name in logs
     * @param size the most connections
     * @param timeout how long a connection is waited for
     */
    public ConnectionPool(HikariConfig source, String name, int size, Duration timeout) {
        this.config = source;
        config.setPoolName(name);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(Math.max(SHORTEST_TIMEOUT.toMillis(), timeout.toMillis()));
        config.setInitializationFailTimeout(-1);
    }

    /**
     * A connection for a unit.
     *
     * @return the connection; closing it gives it back
     * @throws SQLException if none is to be had in time
     */
    public Connection take() throws SQLException {
        return pool().getConnection();
    }

    /**
     * Ends a connection of the pool that is in doubt; it is never handed out again.
     *
     * @param connection a connection of {@link #take()}
     */
    public void discard(Connection connection) {
        pool().evictConnection(connection);
    }

    /** Ends what lies idle: the server went away or moved, and it leads to where it was. */
    public synchronized void refresh() {
        if (pool != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private synchronized HikariDataSource pool() {
        if (pool == null) {
            pool = new HikariDataSource(config);
        }
        return pool;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
