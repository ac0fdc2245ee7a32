package io.amp4j.postgresql;

import io.amp4j.loader.spi.LoadRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;

/** The unique index by which an upsert finds the rows that it replaces. */
final class KeyIndex {
    /** Unique indexes over all rows and exactly these columns; those first that take nulls for equal. */
    private static final String FIND = "SELECT i.indnullsnotdistinct FROM pg_index i"
            + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate"
            + " AND i.indpred IS NULL AND i.indexprs IS NULL AND ?::text[] = ARRAY(SELECT a.attname::text FROM pg_attribute a"
            + " WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) ORDER BY a.attname::text COLLATE \"C\")"
            + " ORDER BY 1 DESC";

    private KeyIndex() {}

    /** What a unique index makes of nulls. */
    enum Nulls {
        /** Null is a key like another. */
        EQUAL,
        /** Null is equal to nothing, so that a row with one could come twice. */
        DISTINCT
    }

    static void createIfMissing(Connection connection, PostgresqlDialect dialect, LoadRequest request)
            throws SQLException {
        if (find(connection, dialect, request).isPresent()) {
            return;
        }
        String keys = request.keyColumns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE UNIQUE INDEX ON " + dialect.quote(request.table()) + " (" + keys + ") NULLS NOT DISTINCT");
        }
    }

    static Optional<Nulls> find(Connection connection, PostgresqlDialect dialect, LoadRequest request)
            throws SQLException {
        Object[] keys = request.keyColumns().stream().sorted().toArray();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, dialect.quote(request.table()));
            statement.setArray(2, connection.createArrayOf("text", keys));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getBoolean(1) ? Nulls.EQUAL : Nulls.DISTINCT) : Optional.empty();
            }
        }
    }
}
