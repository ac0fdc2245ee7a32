package io.amp4j.snowflake;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import net.snowflake.client.api.connection.SnowflakeConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions as the server counts them. The transaction of a client that is gone holds its locks for hours, unless somebody ends its session; a
 * user may end their own.
 */
final class ServerSessions {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSessions.class);

    private ServerSessions() {}

    /** The session of a connection. */
    static String of(Connection connection) throws SQLException {
        return connection.unwrap(SnowflakeConnection.class).getSessionID();
    }

    /** Ends a session and rolls back what it has open. One that has ended already, or is not ours to end, is left as it is. */
    static void end(Connection connection, String session) {
        if (!session.matches("\\d+")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT SYSTEM$ABORT_SESSION(" + session + ")");
        } catch (SQLException e) {
            LOG.info(
                    "session {} of an earlier job was not ended, most likely since it has ended: {}",
                    session,
                    e.getMessage());
        }
    }
}
