package io.amp4j.postgresql;

import io.amp4j.postgresql.Settings.ReorgHistory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The index by which a reorg finds its rows. */
final class BatchIndex {
    /** A usable index whose first column is the batch id; a partial one only where it covers the rows that are current. */
    private static final String FIND = "SELECT 1 FROM pg_index i"
            + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = '_amp_batch_id'"
            + " WHERE i.indrelid = to_regclass(?) AND i.indisvalid"
            + " AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = ?)";

    private static final String INVALID = "SELECT i.indexrelid::regclass::text FROM pg_index i"
            + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attname = '_amp_batch_id'"
            + " WHERE i.indrelid = to_regclass(?) AND NOT i.indisvalid";

    private final String table;
    private final ReorgHistory history;

    BatchIndex(String quotedTable, ReorgHistory history) {
        this.table = quotedTable;
        this.history = history;
    }

    boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, table);
            statement.setString(2, history == ReorgHistory.KEPT ? HistoryColumns.IS_CURRENT_NAME : "");
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Within an opening's transaction. Writers of the table wait. */
    void create(Connection connection) throws SQLException {
        execute(connection, "CREATE INDEX ON " + definition());
    }

    /**
     * While others write the table.
     *
     * @param connection in no transaction
     */
    void createBesideWriters(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        dropInvalid(connection);
        if (!exists(connection)) {
            execute(connection, "CREATE INDEX CONCURRENTLY ON " + definition());
        }
    }

    /** A build that was killed leaves an index that is of no use and costs every insert. */
    private void dropInvalid(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INVALID)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    execute(connection, "DROP INDEX CONCURRENTLY " + rows.getString(1));
                }
            }
        }
    }

    private String definition() {
        String current = history == ReorgHistory.KEPT ? " WHERE " + HistoryColumns.IS_CURRENT : "";
        return table + " (" + TargetTable.BATCH_ID + ")" + current;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
