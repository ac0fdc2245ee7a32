package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** The view {@code TABLE_committed}, which hides the rows of attempts that are not committed. One statement reads table and intents as of one moment. */
final class CommittedView {
    private CommittedView() {}

    /** Makes the view; where nothing may be made, it must be there. */
    static void prepare(Connection connection, LoadRequest request, Intents intents) throws SQLException {
        SnowflakeDialect dialect = SnowflakeDialect.INSTANCE;
        TableName table = request.table();
        TableName view = new TableName(table.schema(), table.name() + "_committed");
        if (request.tablePolicy() == TablePolicy.USE_EXISTING
                && !dialect.columns(connection, view).isEmpty()) {
            return;
        }
        String columns = dialect.columns(connection, table).stream()
                .map(SqlColumn::name)
                .filter(name -> !name.equals(MarkerColumns.ATTEMPT))
                .map(dialect::quote)
                .collect(Collectors.joining(", "));
        String sql = "CREATE OR REPLACE VIEW " + dialect.quote(view) + " AS SELECT " + columns + " FROM "
                + dialect.quote(table) + " WHERE " + intents.committed();
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "there is no view " + view + ", which hides rows that are not committed. Create it: " + sql);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
