package io.amp4j.duckdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** One batch as a stream: the caller's own buffers, shared and not copied, under the schema that DuckDB shall see. */
final class RowStream extends ArrowReader {
    private final Schema schema;
    private final VectorSchemaRoot rows;
    private boolean read;

    RowStream(BufferAllocator allocator, Schema schema, VectorSchemaRoot rows) {
        super(allocator);
        this.schema = schema;
        this.rows = rows;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (read) {
            return false;
        }
        read = true;
        List<FieldVector> converted = new ArrayList<>();
        try {
            loadRecordBatch(new VectorUnloader(importable(converted)).getRecordBatch());
            return true;
        } finally {
            converted.forEach(FieldVector::close);
        }
    }

    private VectorSchemaRoot importable(List<FieldVector> converted) {
        List<FieldVector> columns = new ArrayList<>();
        for (FieldVector column : rows.getFieldVectors()) {
            LossCheck.check(column);
            if (ConvertedColumn.isNeeded(column.getField().getType())) {
                FieldVector other = ConvertedColumn.of(column);
                converted.add(other);
                columns.add(other);
            } else {
                columns.add(column);
            }
        }
        return new VectorSchemaRoot(columns.stream().map(FieldVector::getField).toList(), columns, rows.getRowCount());
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        // The rows are the caller's.
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }
}
