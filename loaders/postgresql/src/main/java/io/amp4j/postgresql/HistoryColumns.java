package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the rows that a reorg voids: they are closed instead of deleted, and a view shows those that are not. */
final class HistoryColumns {
    static final String IS_CURRENT_NAME = "_amp_is_current";
    static final String IS_CURRENT = PostgresqlDialect.quoted(IS_CURRENT_NAME);
    static final String REORG_BATCH_ID_NAME = "_amp_reorg_batch_id";
    static final String REORG_BATCH_ID = PostgresqlDialect.quoted(REORG_BATCH_ID_NAME);

    private HistoryColumns() {}

    /** Adds the columns and the view. Rows that are there become current. */
    static void prepare(Connection connection, PostgresqlDialect dialect, LoadRequest request, TableOrigin origin)
            throws SQLException {
        List<String> names = dialect.columns(connection, request.table()).stream()
                .map(SqlColumn::name)
                .toList();
        String table = dialect.quote(request.table());
        List<String> missing = new ArrayList<>();
        if (!names.contains(IS_CURRENT_NAME)) {
            missing.add("ADD COLUMN " + IS_CURRENT + " boolean NOT NULL DEFAULT true");
        }
        if (!names.contains(REORG_BATCH_ID_NAME)) {
            missing.add("ADD COLUMN " + REORG_BATCH_ID + " text");
        }
        if (!missing.isEmpty()) {
            requireMayAdd(request, origin);
            execute(connection, "ALTER TABLE " + table + " " + String.join(", ", missing));
        }
        if (request.tablePolicy() != TablePolicy.USE_EXISTING) {
            execute(connection, view(dialect, request.table(), names));
        }
    }

    /** Whether the opening made the table. */
    enum TableOrigin {
        CREATED,
        FOUND
    }

    private static void requireMayAdd(LoadRequest request, TableOrigin origin) {
        if (origin == TableOrigin.FOUND && request.tablePolicy() != TablePolicy.ADD_MISSING_COLUMNS) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " lacks " + IS_CURRENT_NAME + " or " + REORG_BATCH_ID_NAME
                            + ", in which preserve-reorg-history keeps what reorgs void. Allow missing columns to be added");
        }
    }

    static String viewName(PostgresqlDialect dialect, TableName table) {
        return dialect.quote(new TableName(table.schema(), table.name() + "_current"));
    }

    /** New columns come last in the table, and a view may be replaced by one with more columns at its end. */
    private static String view(PostgresqlDialect dialect, TableName table, List<String> names) {
        String columns = names.stream()
                .filter(name -> !name.equals(IS_CURRENT_NAME) && !name.equals(REORG_BATCH_ID_NAME))
                .map(dialect::quote)
                .collect(Collectors.joining(", "));
        return "CREATE OR REPLACE VIEW " + viewName(dialect, table) + " AS SELECT " + columns + " FROM "
                + dialect.quote(table) + " WHERE " + IS_CURRENT;
    }

    /**
     * Closes the rows of batches that a reorg voids.
     *
     * @param replacement the batch that comes in their place, or null if none does
     */
    static long close(Connection connection, TargetTable table, RowChoice choice, @Nullable BatchId replacement)
            throws SQLException {
        String sql = "UPDATE " + table.quoted() + " SET " + IS_CURRENT + " = false, " + REORG_BATCH_ID + " = ? WHERE "
                + choice.condition() + " AND " + IS_CURRENT;
        return choice.run(connection, sql, (statement, index) -> {
            statement.setString(index, replacement == null ? null : replacement.value());
            return index + 1;
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
