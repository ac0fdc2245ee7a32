package io.amp4j.loader.testkit.memory;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Rows that were written together, and what marks them. Owns the vectors. */
record StoredBatch(String streamId, BatchId id, @Nullable BlockRange range, VectorSchemaRoot rows)
        implements AutoCloseable {
    int rowCount() {
        return rows.getRowCount();
    }

    @Override
    public void close() {
        rows.close();
    }
}
