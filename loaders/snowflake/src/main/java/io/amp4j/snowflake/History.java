package io.amp4j.snowflake;

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
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps the rows that a reorg voids: they are closed instead of deleted, and views show those that are not, and all. */
final class History {
    private static final String IS_CURRENT_NAME = "_amp_is_current";
    private static final String IS_CURRENT = SnowflakeDialect.INSTANCE.quote(IS_CURRENT_NAME);
    private static final String REORG_BATCH_ID_NAME = "_amp_reorg_batch_id";
    private static final String REORG_BATCH_ID = SnowflakeDialect.INSTANCE.quote(REORG_BATCH_ID_NAME);

    private static final String CURRENT = "_current";
    private static final String HISTORY = "_history";

    private History() {}

    /** Adds the columns and the views. Rows that are there become current. */
    static void prepare(Connection connection, LoadRequest request, boolean isNew) throws SQLException {
        SnowflakeDialect dialect = SnowflakeDialect.INSTANCE;
        TableName table = request.table();
        List<String> names =
                dialect.columns(connection, table).stream().map(SqlColumn::name).toList();
        if (!names.containsAll(List.of(IS_CURRENT_NAME, REORG_BATCH_ID_NAME))) {
            requireMayAdd(request, isNew);
            addColumns(connection, dialect.quote(table), names);
        }
        if (request.tablePolicy() != TablePolicy.USE_EXISTING) {
            String columns = names.stream()
                    .filter(name -> !name.equals(IS_CURRENT_NAME) && !name.equals(REORG_BATCH_ID_NAME))
                    .map(dialect::quote)
                    .collect(Collectors.joining(", "));
            execute(connection, view(table, CURRENT, columns) + " WHERE " + IS_CURRENT);
            execute(connection, view(table, HISTORY, columns + ", " + IS_CURRENT + ", " + REORG_BATCH_ID));
        }
    }

    private static void addColumns(Connection connection, String table, List<String> names) throws SQLException {
        if (!names.contains(IS_CURRENT_NAME)) {
            execute(connection, "ALTER TABLE " + table + " ADD COLUMN " + IS_CURRENT + " BOOLEAN DEFAULT TRUE");
        }
        if (!names.contains(REORG_BATCH_ID_NAME)) {
            execute(connection, "ALTER TABLE " + table + " ADD COLUMN " + REORG_BATCH_ID + " VARCHAR");
        }
    }

    private static void requireMayAdd(LoadRequest request, boolean isNew) {
        if (!isNew && request.tablePolicy() != TablePolicy.ADD_MISSING_COLUMNS) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " lacks " + IS_CURRENT_NAME + " or " + REORG_BATCH_ID_NAME
                            + ", in which preserve-reorg-history keeps what reorgs void. Allow missing columns to be added");
        }
    }

    private static String view(TableName table, String suffix, String columns) {
        return "CREATE OR REPLACE VIEW " + viewName(table, suffix) + " AS SELECT " + columns + " FROM "
                + SnowflakeDialect.INSTANCE.quote(table);
    }

    private static String viewName(TableName table, String suffix) {
        return SnowflakeDialect.INSTANCE.quote(new TableName(table.schema(), table.name() + suffix));
    }

    /** The names of the views, as they stand in statements. */
    static List<String> views(TableName table) {
        return List.of(viewName(table, CURRENT), viewName(table, HISTORY));
    }

    /** The statement that closes rows, in favour of those of another batch, or of none. */
    static String close(String table, RowChoice choice, @Nullable BatchId replacement) {
        return "UPDATE " + table + " SET " + IS_CURRENT + " = FALSE, " + REORG_BATCH_ID + " = "
                + (replacement == null ? "NULL" : "'" + replacement.value() + "'") + " WHERE " + choice.condition()
                + " AND "
                + IS_CURRENT;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
