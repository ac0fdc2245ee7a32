package io.amp4j.loader.sql;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Makes a table ready for a request: creates it, adds columns, or checks that it fits. Order of columns does not matter, since rows are
 * written by name. Thread-safe; each call uses the connection that it is given, within the caller's transaction.
 */
public final class SqlTables {
    private final SqlDialect dialect;

    /**
     * Helpers in one dialect.
     *
     * @param dialect how the database writes SQL
     */
    public SqlTables(SqlDialect dialect) {
        this.dialect = Objects.requireNonNull(dialect, "dialect");
    }

    /**
     * The columns that a request fills: those of the result, then those that amp4j adds.
     *
     * @param request what a job asks
     * @return the columns; the added ones are text
     */
    public static List<Field> columns(LoadRequest request) {
        List<Field> columns = new ArrayList<>(request.schema().getFields());
        columns.add(Field.nullable(MarkerColumns.BATCH_ID, ArrowType.Utf8.INSTANCE));
        if (request.metadata() == LoadRequest.MetadataColumns.BATCH_ID_AND_BLOCK_RANGES) {
            columns.add(Field.nullable(MarkerColumns.BLOCK_RANGES, ArrowType.Utf8.INSTANCE));
        }
        return columns;
    }

    /**
     * Creates, extends or checks the request's table, as its policy says.
     *
     * @param connection where the table is, or shall be
     * @param request what a job asks
     * @param columns what the table must take, usually {@link #columns(LoadRequest)}
     * @throws AmpException with {@link LoadError#TABLE_MISSING} or {@link LoadError#SCHEMA_MISMATCH}
     * @throws SQLException if the database fails
     */
    public void prepare(Connection connection, LoadRequest request, List<Field> columns) throws SQLException {
        TableName table = request.table();
        requireDistinct(columns);
        List<SqlColumn> there = dialect.columns(connection, table);
        if (there.isEmpty()) {
            create(connection, request, columns);
            return;
        }
        TableFit fit = TableFit.of(dialect, columns, there);
        boolean mayAdd = request.tablePolicy() == TablePolicy.ADD_MISSING_COLUMNS;
        fit.check(table, mayAdd);
        if (mayAdd) {
            addColumns(connection, table, fit.missing());
        }
    }

    /**
     * Refuses a stream that fills another table, where that one is still there.
     *
     * @param connection where the tables are
     * @param request what a job asks
     * @param found the stream's state, if there is one
     * @throws AmpException with {@link LoadError#STATE_OF_ANOTHER_TABLE}
     * @throws SQLException if the database fails
     */
    public void requireOwnTable(Connection connection, LoadRequest request, Optional<StreamState> found)
            throws SQLException {
        Admission.requireOwnTable(
                request, found, table -> !dialect.columns(connection, table).isEmpty());
    }

    /**
     * The statement that creates a table.
     *
     * @param table its name
     * @param columns its columns; all of them are nullable, since a query's nullability may change
     * @return the statement
     */
    public String createStatement(TableName table, List<Field> columns) {
        return "CREATE TABLE IF NOT EXISTS " + dialect.quote(table)
                + columns.stream().map(this::definition).collect(Collectors.joining(", ", " (", ")"));
    }

    private void requireDistinct(List<Field> columns) {
        Set<String> names = new HashSet<>();
        for (Field column : columns) {
            if (!names.add(dialect.comparable(column.getName()))) {
                throw new AmpException(
                        LoadError.SCHEMA_MISMATCH,
                        "the result has column '" + column.getName()
                                + "' twice, or it is one that amp4j adds. Rename it in the query with AS");
            }
        }
    }

    private void create(Connection connection, LoadRequest request, List<Field> columns) throws SQLException {
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "there is no table " + request.table() + ". Create it, or allow the load to create it");
        }
        execute(connection, createStatement(request.table(), columns));
    }

    private void addColumns(Connection connection, TableName table, List<Field> missing) throws SQLException {
        for (Field column : missing) {
            execute(connection, "ALTER TABLE " + dialect.quote(table) + " ADD COLUMN " + definition(column));
        }
    }

    private String definition(Field column) {
        return dialect.quote(column.getName()) + " " + dialect.columnType(column);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
