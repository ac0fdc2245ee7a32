package io.amp4j.postgresql;

import com.zaxxer.hikari.HikariConfig;
import io.amp4j.loader.sql.ConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections for units from a pool; those for openings, recovery and status are made for the purpose, so that a drained pool cannot
 * stop them and their failures are the driver's own. Thread-safe.
 */
final class Connections implements AutoCloseable {
    /** As {@link Settings} does for other limits, but servers older than 17 refuse a connection that names this one. */
    private static final String NO_LIMIT =
            "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'";

    private final PGSimpleDataSource source;
    private final ConnectionPool pool;

    Connections(Settings settings) {
        this.source = settings.dataSource();
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setConnectionInitSql(NO_LIMIT);
        this.pool = new ConnectionPool(config, "amp4j-postgresql", settings.poolSize(), settings.connectTimeout());
    }

    /** A connection beside the pool, in a transaction's mode; the caller closes it. */
    Connection direct() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(NO_LIMIT);
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
        return pool.take();
    }

    /** Ends a connection of the pool that is in doubt; it is never handed out again. */
    void discard(Connection connection) {
        pool.discard(connection);
    }

    /** The server went away or moved: what lies idle in the pool leads to where it was. */
    void refresh() {
        pool.refresh();
    }

    @Override
    public void close() {
        pool.close();
    }
}
