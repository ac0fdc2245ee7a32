package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import io.amp4j.loader.sql.SqlDialect;
import io.amp4j.postgresql.internal.copy.ColumnTypes;
import io.amp4j.postgresql.internal.copy.TypeRules;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/** How PostgreSQL writes names and types. Thread-safe. */
final class PostgresqlDialect implements SqlDialect {
    /** NAMEDATALEN - 1: the server cuts longer names without a word, and two could become one. */
    private static final int LONGEST_NAME = 63;

    /** A domain counts as the type below it: its checks run in the server. A generated column takes no values, so its type fits nothing. */
    private static final String COLUMNS = "SELECT a.attname,"
            + " CASE WHEN a.attgenerated <> '' THEN 'generated ' ELSE '' END"
            + " || CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod)"
            + " ELSE format_type(a.atttypid, a.atttypmod) END,"
            + " NOT a.attnotnull OR a.atthasdef OR a.attidentity <> ''"
            + " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
            + " WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

    private final ColumnTypes types;

    PostgresqlDialect(TypeRules rules) {
        this.types = new ColumnTypes(rules);
    }

    static String quoted(String identifier) {
        if (identifier.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME || identifier.indexOf(0) >= 0) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the name '" + identifier + "' is longer than the " + LONGEST_NAME
                            + " bytes that PostgreSQL keeps of a name, or holds a NUL. Choose another");
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String quote(String identifier) {
        return quoted(identifier);
    }

    @Override
    public String columnType(Field field) {
        return types.sql(field);
    }

    @Override
    public boolean fits(Field field, SqlColumn column) {
        return types.fits(field, column.type());
    }

    @Override
    public List<SqlColumn> columns(Connection connection, TableName table) throws SQLException {
        List<SqlColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, quote(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(new SqlColumn(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
                }
            }
        }
        return columns;
    }
}
