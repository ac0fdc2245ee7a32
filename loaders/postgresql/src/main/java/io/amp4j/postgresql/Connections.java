package io.amp4j.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections for units from a pool; those for openings, recovery and status are made for the purpose, so that a drained pool cannot
 * stop them and their failures are the driver's own. Thread-safe.
 */
final class Connections implements AutoCloseable {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    private final Settings settings;
    private final PGSimpleDataSource source;
    private @Nullable HikariDataSource pool;

    Connections(Settings settings) {
        this.settings = settings;
        this.source = settings.dataSource();
    }

    /** A connection beside the pool, in a transaction's mode; the caller closes it. */
    Connection direct() throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** As {@link #direct()}, for statements that may take hours. */
    Connection patient() throws SQLException {
        Connection connection = direct();
        try {
            connection.setNetworkTimeout(Runnable::run, 0);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection for a unit. Closing it gives it back. */
    Connection pooled() throws SQLException {
        return pool().getConnection();
    }

    /** Ends a connection of the pool that is in doubt; it is never handed out again. */
    void discard(Connection connection) {
        pool().evictConnection(connection);
    }

    /** The server went away or moved: what lies idle in the pool leads to where it was. */
    synchronized void refresh() {
        if (pool != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private synchronized HikariDataSource pool() {
        if (pool == null) {
            pool = new HikariDataSource(config());
        }
        return pool;
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("amp4j-postgresql");
        config.setDataSource(source);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(
                Math.max(SHORTEST_TIMEOUT.toMillis(), settings.connectTimeout().toMillis()));
        // No connection is made before one is asked for, and a server that is down is told by the first that asks.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }
}
