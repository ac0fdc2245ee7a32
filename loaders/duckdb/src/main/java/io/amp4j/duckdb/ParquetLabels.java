package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.labels.LabelError;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelReader;
import io.amp4j.loader.labels.LabelRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Labels in Parquet, read by DuckDB in a database of its own in memory. */
public final class ParquetLabels implements LabelReader {
    /** For the service loader. */
    public ParquetLabels() {}

    @Override
    public String extension() {
        return "parquet";
    }

    @Override
    public LabelRows read(Path file, BufferAllocator allocator) {
        // An absolute path reaches none of DuckDB's other schemes, and the signs of a pattern stand for themselves.
        String literal = file.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement select = connection.prepareStatement("SELECT * FROM read_parquet(?)")) {
            select.setString(1, literal);
            try (ResultSet rows = select.executeQuery()) {
                return read(file, rows, allocator);
            }
        } catch (SQLException e) {
            throw LabelFile.unreadable(file, e.getMessage(), e);
        }
    }

    private static LabelRows read(Path file, ResultSet rows, BufferAllocator allocator) throws SQLException {
        List<LabelColumn> columns = new ArrayList<>();
        try {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(column(file, rows, i, allocator));
            }
            int count = 0;
            for (; rows.next(); count++) {
                for (LabelColumn column : columns) {
                    column.put(rows, count);
                }
            }
            List<FieldVector> vectors = new ArrayList<>();
            for (LabelColumn column : columns) {
                column.vector().setValueCount(count);
                vectors.add(column.vector());
            }
            return new LabelRows(new VectorSchemaRoot(vectors), row -> "row " + (row + 1));
        } catch (SQLException | RuntimeException e) {
            columns.forEach(column -> column.vector().close());
            throw e;
        }
    }

    private static LabelColumn column(Path file, ResultSet rows, int index, BufferAllocator allocator)
            throws SQLException {
        String name = rows.getMetaData().getColumnName(index);
        String type = rows.getMetaData().getColumnTypeName(index);
        LabelColumn column = LabelColumn.of(name, type, index, allocator);
        if (column == null) {
            throw new AmpException(
                    LabelError.FILE,
                    file + ": column '" + name + "' is " + type
                            + ", which labels cannot have; write the file without it, or with text in its place");
        }
        return column;
    }
}
