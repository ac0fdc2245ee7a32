package io.amp4j.duckdb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.FlagFreeStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;

/** {@code INSERT … SELECT} of staged rows, which DuckDB reads where they lie. */
final class RowInsert {
    private static final String ROWS = "_amp_rows";

    private final DuckDBConnection connection;
    private final BufferAllocator allocator;
    private final String sql;

    RowInsert(DuckDBConnection connection, BufferAllocator allocator, String target, Schema schema) {
        this.connection = connection;
        this.allocator = allocator;
        String columns = schema.getFields().stream()
                .map(Field::getName)
                .map(DuckDbDialect.INSTANCE::quote)
                .collect(Collectors.joining(", "));
        this.sql = "INSERT INTO " + target + " (" + columns + ") SELECT " + columns + " FROM " + ROWS;
    }

    void insert(StagedRows staged) throws SQLException {
        try (ArrowBuf stream = allocator.buffer(FlagFreeStream.BYTES);
                Statement statement = connection.createStatement()) {
            FlagFreeStream.export(allocator, new StagedReader(allocator, staged), stream);
            try {
                register(ArrowArrayStream.wrap(stream.memoryAddress()));
                statement.execute(sql);
            } finally {
                // DuckDB takes the stream over when it begins to read; if it never did, it is still ours.
                FlagFreeStream.releaseIfOwned(stream);
            }
        }
    }

    private void register(ArrowArrayStream stream) throws SQLException {
        try {
            connection.registerArrowStream(ROWS, stream);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
