package io.amp4j.snowflake;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import net.snowflake.client.api.driver.SnowflakeDriver;
import org.jspecify.annotations.Nullable;

/**
 * Connections for units from a pool, each with a temporary stage that ends with it; those for openings, recovery and status are made for the
 * purpose, so that a drained pool cannot stop them. Thread-safe.
 */
final class Connections implements AutoCloseable {
    private final Settings settings;
    private @Nullable HikariDataSource pool;

    Connections(Settings settings) {
        this.settings = settings;
    }

    /** A connection beside the pool, without automatic commits; the caller closes it. */
    Connection direct() throws SQLException {
        Connection connection = SnowflakeDriver.INSTANCE.connect(settings.url(), settings.driver());
        try {
            connection.setAutoCommit(false);
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

    /** What lies idle in the pool may lead to sessions that are gone. */
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
        config.setPoolName("amp4j-snowflake");
        config.setDriverClassName(SnowflakeDriver.class.getName());
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.driver());
        config.setAutoCommit(false);
        config.setConnectionInitSql(StagedRows.CREATE_STAGE);
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
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
