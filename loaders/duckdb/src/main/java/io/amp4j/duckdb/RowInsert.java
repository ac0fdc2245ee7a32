package io.amp4j.duckdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.TableName;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** {@code INSERT … SELECT} of one batch, which DuckDB reads where it lies. Made once for each session. */
final class RowInsert {
    private static final String ROWS = "_amp_rows";
    private static final long STREAM_BYTES = 40;
    private static final long STREAM_RELEASE = 24;

    private final Schema schema;
    private final boolean withRanges;
    private final String head;
    private final String columns;

    RowInsert(LoadRequest request, TableName target) {
        this.schema = new Schema(
                request.schema().getFields().stream().map(RowInsert::handedOver).toList());
        this.withRanges = request.metadata() == LoadRequest.MetadataColumns.BATCH_ID_AND_BLOCK_RANGES;
        List<String> names = new ArrayList<>();
        request.schema().getFields().forEach(field -> names.add(quote(field.getName())));
        this.columns = String.join(", ", names);
        names.add(quote(MarkerColumns.BATCH_ID));
        if (withRanges) {
            names.add(quote(MarkerColumns.BLOCK_RANGES));
        }
        this.head = "INSERT INTO " + DuckDbDialect.INSTANCE.quote(target)
                + names.stream().collect(Collectors.joining(", ", " (", ")")) + " SELECT " + columns;
    }

    void insert(DuckDBConnection connection, BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows)
            throws SQLException {
        BufferAllocator allocator = rows.getVector(0).getAllocator();
        try (ArrowBuf struct = allocator.buffer(STREAM_BYTES);
                Statement statement = connection.createStatement()) {
            struct.setZero(0, STREAM_BYTES);
            ArrowArrayStream stream = ArrowArrayStream.wrap(struct.memoryAddress());
            Data.exportArrayStream(allocator, new RowStream(allocator, schema, rows), stream);
            try {
                register(connection, stream);
                statement.execute(head + markers(id, range) + " FROM " + ROWS);
            } finally {
                // DuckDB takes the stream over when it begins to read; if it never did, it is still ours.
                if (struct.getLong(STREAM_RELEASE) != 0) {
                    stream.release();
                }
            }
        }
    }

    private static void register(DuckDBConnection connection, ArrowArrayStream stream) throws SQLException {
        try {
            connection.registerArrowStream(ROWS, stream);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private String markers(BatchId id, @Nullable BlockRange range) {
        String marker = ", '" + id.value() + "'";
        if (!withRanges) {
            return marker;
        }
        String json =
                range == null ? "NULL" : "'" + MarkerColumns.blockRanges(range).replace("'", "''") + "'";
        return marker + ", " + json;
    }

    private static Field handedOver(Field field) {
        ArrowType type = field.getType();
        if (ConvertedColumn.isNeeded(type)) {
            return Field.nullable(field.getName(), ConvertedColumn.type(type));
        }
        return DuckDbTypes.handedOver(field);
    }

    private static String quote(String name) {
        return DuckDbDialect.INSTANCE.quote(name);
    }
}
