package io.amp4j.postgresql;

import io.amp4j.loader.spi.LoadRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The unique index by which an upsert finds the rows that it replaces. */
final class KeyIndex {
    /** The columns of each unique index that covers all rows, by index. */
    private static final String FIND = "SELECT i.indexrelid, a.attname FROM pg_index i"
            + " CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, place)"
            + " LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
            + " WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL"
            + " AND k.place <= i.indnkeyatts ORDER BY i.indexrelid";

    private KeyIndex() {}

    static void createIfMissing(Connection connection, PostgresqlDialect dialect, LoadRequest request)
            throws SQLException {
        String table = dialect.quote(request.table());
        if (exists(connection, table, new HashSet<>(request.keyColumns()))) {
            return;
        }
        String keys = request.keyColumns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE UNIQUE INDEX ON " + table + " (" + keys + ") NULLS NOT DISTINCT");
        }
    }

    private static boolean exists(Connection connection, String table, Set<String> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                long index = -1;
                Set<String> columns = new HashSet<>();
                while (rows.next()) {
                    if (rows.getLong(1) != index) {
                        if (columns.equals(keys)) {
                            return true;
                        }
                        columns.clear();
                        index = rows.getLong(1);
                    }
                    columns.add(String.valueOf(rows.getString(2)));
                }
                return columns.equals(keys);
            }
        }
    }
}
