package io.amp4j.duckdb;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import io.amp4j.loader.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;

/** DuckDB's SQL: names keep their case but do not differ by it. */
final class DuckDbDialect implements SqlDialect {
    static final DuckDbDialect INSTANCE = new DuckDbDialect();

    private static final String COLUMNS = """
            SELECT column_name, data_type, is_nullable OR column_default IS NOT NULL
            FROM duckdb_columns()
            WHERE database_name = current_database() AND lower(schema_name) = lower(coalesce(?, current_schema()))
              AND lower(table_name) = lower(?)
            ORDER BY column_index""";

    private DuckDbDialect() {}

    @Override
    public String comparable(String identifier) {
        return identifier.toLowerCase(Locale.ROOT);
    }

    @Override
    public String columnType(Field field) {
        return DuckDbTypes.columnType(field);
    }

    @Override
    public List<SqlColumn> columns(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                List<SqlColumn> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(new SqlColumn(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
                }
                return columns;
            }
        }
    }

    /** DuckDB writes the names within a STRUCT with quotes only where they are needed. */
    @Override
    public boolean fits(Field field, SqlColumn column) {
        return withoutQuotes(column.type()).equalsIgnoreCase(withoutQuotes(columnType(field)));
    }

    private static String withoutQuotes(String type) {
        return type.replace("\"", "");
    }
}
