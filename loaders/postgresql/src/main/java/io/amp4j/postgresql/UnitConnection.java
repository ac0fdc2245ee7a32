package io.amp4j.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A unit's connection: its transaction, its COPY, and what becomes of it in the end. Used by one thread. */
final class UnitConnection {
    private final PostgresqlSession session;
    private final Connection connection;
    private final Backend backend;
    private @Nullable CopyIn copy;

    UnitConnection(PostgresqlSession session, Connection connection, Backend backend) {
        this.session = session;
        this.connection = connection;
        this.backend = backend;
    }

    Connection connection() {
        return connection;
    }

    void beginCopy(String table, String columns) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
    }

    boolean isCopying() {
        return copy != null;
    }

    void writeToCopy(byte[] bytes, int offset, int length) throws SQLException {
        copy.writeToCopy(bytes, offset, length);
    }

    void endCopy() throws SQLException {
        if (copy != null) {
            copy.endCopy();
            copy = null;
        }
    }

    /** Gives the connection back after a commit that succeeded. */
    void release() {
        try {
            connection.close();
        } catch (SQLException e) {
            session.destination().connections().discard(connection);
        }
    }

    /** Rolls back; where the server does not confirm it, recovery has to make certain. */
    void rollBack() {
        try {
            if (copy != null && copy.isActive()) {
                copy.cancelCopy();
            }
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            session.doubt(backend);
            session.destination().connections().discard(connection);
        }
    }
}
