package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import io.amp4j.loader.sql.SqlDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** How Snowflake writes names and types: names exactly as they are, in quotes. Stateless and thread-safe. */
final class SnowflakeDialect implements SqlDialect {
    static final SnowflakeDialect INSTANCE = new SnowflakeDialect();

    /** As the documentation of identifiers has it. */
    private static final int LONGEST_NAME = 255;

    private SnowflakeDialect() {}

    @Override
    public String quote(String identifier) {
        if (identifier.length() > LONGEST_NAME || identifier.indexOf(0) >= 0) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the name '" + identifier + "' is longer than the " + LONGEST_NAME
                            + " characters that Snowflake keeps of a name, or holds a NUL. Choose another");
        }
        return SqlDialect.super.quote(identifier);
    }

    /** Text as it stands in a statement; Snowflake reads backslashes in it. */
    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    @Override
    public String columnType(Field field) {
        return ColumnType.of(field).sql();
    }

    @Override
    public boolean fits(Field field, SqlColumn column) {
        return ColumnType.of(field).fits(column.type());
    }

    @Override
    public List<SqlColumn> columns(Connection connection, TableName table) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE TABLE " + quote(table))) {
            while (rows.next()) {
                boolean nullable = "Y".equals(rows.getString("null?"));
                columns.add(new SqlColumn(
                        rows.getString("name"), rows.getString("type"), nullable || rows.getString("default") != null));
            }
            return columns;
        } catch (SQLException e) {
            if (SnowflakeErrors.isMissing(e)) {
                return List.of();
            }
            throw e;
        }
    }
}
