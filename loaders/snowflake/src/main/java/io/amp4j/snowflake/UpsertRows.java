package io.amp4j.snowflake;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Replaces rows by key: they are brought into a temporary table with a number each, then merged in one statement. Of several rows with one key
 * the last one stays; null is a key like another.
 */
final class UpsertRows implements RowWriter {
    private static final String GATHERED = SnowflakeDialect.INSTANCE.quote("_amp_upsert");
    private static final Field NUMBER = Field.notNullable("_amp_row", new ArrowType.Int(64, true));

    private final TargetTable table;
    private final List<String> keys;
    private final RowWriter rows;
    private long written;

    /**
     * Makes the temporary table.
     *
     * @param connection in no transaction: making a table commits what is open
     * @param gathering brings rows into the temporary table
     */
    UpsertRows(
            Connection connection, TargetTable table, LoadRequest request, Function<TargetTable, RowWriter> gathering)
            throws SQLException {
        this.table = table;
        this.keys = request.keyColumns().stream()
                .map(SnowflakeDialect.INSTANCE::quote)
                .toList();
        List<Field> numbered = new ArrayList<>(table.fields());
        numbered.add(NUMBER);
        execute(
                connection,
                "CREATE OR REPLACE TEMPORARY TABLE " + GATHERED + " AS SELECT " + table.columnList()
                        + ", 0::NUMBER(19,0) AS " + number() + " FROM " + table.quoted() + " LIMIT 0");
        this.rows = gathering.apply(new TargetTable(GATHERED, numbered, table.markers()));
    }

    private static String number() {
        return SnowflakeDialect.INSTANCE.quote(NUMBER.getName());
    }

    @Override
    public void write(Connection connection, BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch)
            throws SQLException {
        List<FieldVector> vectors = new ArrayList<>(batch.getFieldVectors());
        try (BigIntVector numbers = new BigIntVector(NUMBER, batch.getVector(0).getAllocator())) {
            numbers.allocateNew(batch.getRowCount());
            for (int row = 0; row < batch.getRowCount(); row++) {
                numbers.set(row, written++);
            }
            numbers.setValueCount(batch.getRowCount());
            vectors.add(numbers);
            List<Field> fields = vectors.stream().map(FieldVector::getField).toList();
            rows.write(connection, id, range, new VectorSchemaRoot(fields, vectors, batch.getRowCount()));
        }
    }

    @Override
    public void finish(Connection connection) throws SQLException {
        rows.finish(connection);
        if (written > 0) {
            execute(connection, merge());
        }
    }

    private String merge() {
        String same = keys.stream()
                .map(key -> "t." + key + " IS NOT DISTINCT FROM s." + key)
                .collect(Collectors.joining(" AND "));
        String values = table.columns().stream().map(column -> "s." + column).collect(Collectors.joining(", "));
        String newest =
                "SELECT " + table.columnList() + " FROM " + GATHERED + " QUALIFY ROW_NUMBER() OVER (PARTITION BY "
                        + String.join(", ", keys) + " ORDER BY " + number() + " DESC) = 1";
        return "MERGE INTO " + table.quoted() + " t USING (" + newest + ") s ON " + same + whenMatched()
                + " WHEN NOT MATCHED THEN INSERT (" + table.columnList() + ") VALUES (" + values + ")";
    }

    /** A batch id at the least is not among the keys, unless the rows carry none. */
    private String whenMatched() {
        String replaced = table.columns().stream()
                .filter(column -> !keys.contains(column))
                .map(column -> column + " = s." + column)
                .collect(Collectors.joining(", "));
        return replaced.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + replaced;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
