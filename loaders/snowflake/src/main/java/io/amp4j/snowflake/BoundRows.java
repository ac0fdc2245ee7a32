package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.arrow.TextBuffer;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.snowflake.ColumnType.Carrier;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Rows as arrays of bound values, a value at a time: for tables of some thousand rows, where a file would cost more than it saves. */
final class BoundRows implements RowWriter {
    /** How many rows go in one statement: more would be staged by the driver, which {@link StagedRows} does better. */
    private static final int ROWS = 1_000;

    private final TargetTable table;
    private final String sql;

    /**
     * @throws AmpException with {@code AMP-UNSUPPORTED} if a column is nested: bound text cannot become a nested value in an array of rows
     */
    BoundRows(TargetTable table) {
        requirePlain(table.fields());
        this.table = table;
        int columns = table.fields().size() + table.markers().size();
        this.sql = "INSERT INTO " + table.quoted() + " (" + table.columnList() + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    }

    static void requirePlain(List<Field> fields) {
        for (Field field : fields) {
            if (ColumnType.of(field).carrier() == Carrier.JSON) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "column '" + field.getName()
                                + "' is nested, which method=insert cannot load. Use method=stage");
            }
        }
    }

    @Override
    public void write(Connection connection, BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows)
            throws SQLException {
        Map<String, @Nullable String> marks = table.marks(id, range);
        List<Cell> cells = new ArrayList<>();
        for (FieldVector vector : rows.getFieldVectors()) {
            cells.add(cell(vector));
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int row = 0; row < rows.getRowCount(); row++) {
                int index = 1;
                for (Cell cell : cells) {
                    cell.bind(statement, index++, row);
                }
                for (String mark : marks.values()) {
                    statement.setString(index++, mark);
                }
                statement.addBatch();
                if ((row + 1) % ROWS == 0 || row + 1 == rows.getRowCount()) {
                    statement.executeBatch();
                }
            }
        }
    }

    /** One column's values. */
    private interface Cell {
        void bind(PreparedStatement statement, int index, int row) throws SQLException;
    }

    private static Cell cell(FieldVector vector) {
        ArrowType type = vector.getField().getType();
        return switch (type.getTypeID()) {
            case Int ->
                typed(
                        vector,
                        Types.DECIMAL,
                        (statement, index, row) ->
                                statement.setBigDecimal(index, new BigDecimal(VectorNumbers.integer(vector, row))));
            case Decimal ->
                typed(
                        vector,
                        Types.DECIMAL,
                        (statement, index, row) -> statement.setBigDecimal(index, (BigDecimal) vector.getObject(row)));
            case FloatingPoint ->
                typed(
                        vector,
                        Types.DOUBLE,
                        (statement, index, row) -> statement.setDouble(index, VectorNumbers.floating(vector, row)));
            case Bool ->
                typed(
                        vector,
                        Types.BOOLEAN,
                        (statement, index, row) -> statement.setBoolean(index, (Boolean) vector.getObject(row)));
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                typed(
                        vector,
                        Types.BINARY,
                        (statement, index, row) -> statement.setBytes(index, (byte[]) vector.getObject(row)));
            default -> typed(vector, Types.VARCHAR, text(vector));
        };
    }

    private static Cell typed(FieldVector vector, int type, Cell cell) {
        return (statement, index, row) -> {
            if (vector.isNull(row)) {
                statement.setNull(index, type);
            } else {
                cell.bind(statement, index, row);
            }
        };
    }

    /** Times go as text too, which the server reads to the nanosecond; bound as JDBC's own types they would pass through a time zone. */
    private static Cell text(FieldVector vector) {
        TextColumn column = TextColumns.of(vector.getField(), Carriers.TEXTS);
        TextBuffer text = new TextBuffer(64);
        column.bind(vector);
        return (statement, index, row) -> {
            text.clear();
            column.text(text, row);
            statement.setString(index, new String(text.bytes(), 0, text.size(), StandardCharsets.UTF_8));
        };
    }

    @Override
    public void finish(Connection connection) {
        // They are in the transaction already.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
