package io.amp4j.snowflake;

import com.zaxxer.hikari.HikariConfig;
import io.amp4j.loader.sql.ConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import net.snowflake.client.api.driver.SnowflakeDriver;

/**
 * Connections for units from a pool, each with a temporary stage that ends with it; those for openings, recovery and status are made for the
 * purpose, so that a drained pool cannot stop them. Thread-safe.
 */
final class Connections implements AutoCloseable {
    private final Settings settings;
    private final ConnectionPool pool;

    Connections(Settings settings) {
        this.settings = settings;
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(SnowflakeDriver.class.getName());
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(settings.driver());
        config.setConnectionInitSql(StagedRows.CREATE_STAGE);
        this.pool = new ConnectionPool(config, "amp4j-snowflake", settings.poolSize(), settings.connectTimeout());
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
        return pool.take();
    }

    /** Ends a connection of the pool that is in doubt; it is never handed out again. */
    void discard(Connection connection) {
        pool.discard(connection);
    }

    /** What lies idle in the pool may lead to sessions that are gone. */
    void refresh() {
        pool.refresh();
    }

    @Override
    public void close() {
        pool.close();
    }
}
