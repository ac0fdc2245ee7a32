package io.amp4j.postgresql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.sql.SqlColumn;
import io.amp4j.loader.sql.SqlTables;
import io.amp4j.postgresql.internal.copy.CopyRows;
import io.amp4j.postgresql.internal.copy.CopySink;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * The table that a session fills, as it was found at the opening. Immutable.
 *
 * @param name its name
 * @param quoted its name as it stands in a statement
 * @param fields the columns of the result
 * @param columns all columns that are written, quoted: those of the result, then those that mark the rows
 * @param types the types of the result's columns in the table
 * @param shape the table and its columns as the server knows them
 */
record TargetTable(
        TableName name, String quoted, List<Field> fields, List<String> columns, List<String> types, TableShape shape) {
    static final String BATCH_ID = PostgresqlDialect.quoted(MarkerColumns.BATCH_ID);

    static TargetTable of(Connection connection, PostgresqlDialect dialect, LoadRequest request) throws SQLException {
        Map<String, String> types = dialect.columns(connection, request.table()).stream()
                .collect(Collectors.toMap(SqlColumn::name, SqlColumn::type));
        List<Field> fields = request.schema().getFields();
        String quoted = dialect.quote(request.table());
        List<String> names =
                SqlTables.columns(request).stream().map(Field::getName).toList();
        return new TargetTable(
                request.table(),
                quoted,
                fields,
                names.stream().map(dialect::quote).toList(),
                fields.stream().map(field -> type(field, types, request)).toList(),
                TableShape.of(connection, quoted, names));
    }

    /** After a COPY, which keeps others from changing the table until its transaction ends. */
    void requireUnchanged(Connection connection, LoadRequest request) throws SQLException {
        List<String> names =
                SqlTables.columns(request).stream().map(Field::getName).toList();
        shape.requireStill(TableShape.of(connection, quoted, names), name);
    }

    private static String type(Field field, Map<String, String> types, LoadRequest request) {
        String type = types.get(field.getName());
        if (type == null) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "table " + request.table() + " has no column '" + field.getName() + "' any more");
        }
        return type;
    }

    String columnList() {
        return String.join(", ", columns);
    }

    CopyRows copyRows(Destination destination, CopySink sink) {
        return new CopyRows(
                fields,
                types,
                columns.size() - fields.size(),
                destination.settings().rules(),
                sink);
    }
}
