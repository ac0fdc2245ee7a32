package io.amp4j.devnet.internal.parquet;

import io.amp4j.devnet.internal.chain.Snapshot;
import io.amp4j.devnet.internal.sql.Engine;
import io.amp4j.devnet.internal.sql.EngineQuery;
import io.amp4j.devnet.internal.sql.RunContext;
import io.amp4j.devnet.internal.table.BatchLimits;
import io.amp4j.devnet.internal.table.RowSource;
import io.amp4j.devnet.internal.table.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;

/** A table whose rows are in Parquet files. */
final class ParquetTable implements Table {
    private final String name;
    private final String files;
    private final Engine engine;
    private final List<Field> fields;
    private final BlockSpan span;

    ParquetTable(String name, List<Path> paths, Engine engine) throws SQLException {
        this.name = name;
        this.engine = engine;
        this.files = paths.stream()
                .map(path -> "'" + path.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
        try (Connection connection = engine.connect()) {
            fields = ArrowSchema.of(connection, engine, paths.get(0), source());
            if (fields.stream().noneMatch(field -> field.getName().equals(BLOCK_NUM))) {
                throw new SQLException("table " + name + " has no column " + BLOCK_NUM);
            }
            span = readSpan(connection);
        }
    }

    private BlockSpan readSpan(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*), min(\"" + BLOCK_NUM + "\")::BIGINT, max(\""
                        + BLOCK_NUM + "\")::BIGINT FROM " + source())) {
            row.next();
            return row.getLong(1) == 0 ? BlockSpan.NONE : new BlockSpan(row.getLong(2), row.getLong(3));
        }
    }

    /** What stands for the files in the engine's FROM. */
    String source() {
        return "read_parquet(" + files + ")";
    }

    BlockSpan span() {
        return span;
    }

    boolean hasHashes() {
        List<String> names = fields.stream().map(Field::getName).toList();
        return name.equals("blocks") && names.contains("hash") && names.contains("parent_hash");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public RowSource scan(
            Snapshot snapshot,
            long first,
            long last,
            List<Integer> columns,
            BatchLimits limits,
            BufferAllocator allocator) {
        List<Field> wanted = columns.stream().map(fields::get).toList();
        String list = wanted.stream().map(field -> quoted(field.getName())).collect(Collectors.joining(", "));
        String sql = "SELECT " + list + " FROM read_parquet(" + files + ", filename = true, file_row_number = true)"
                + " WHERE \"" + BLOCK_NUM + "\" BETWEEN " + first + " AND " + last + " ORDER BY \"" + BLOCK_NUM
                + "\", filename, file_row_number";
        return EngineQuery.run(engine, sql, wanted, new RunContext(limits, allocator, () -> false));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
