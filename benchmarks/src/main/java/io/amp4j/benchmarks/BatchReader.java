package io.amp4j.benchmarks;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Batches from memory as a reader, without a copy. */
final class BatchReader extends ArrowReader {
    private final Schema schema;
    private final Iterator<VectorSchemaRoot> batches;

    BatchReader(BufferAllocator allocator, List<VectorSchemaRoot> batches) {
        super(allocator);
        this.schema = batches.get(0).getSchema();
        this.batches = batches.iterator();
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        if (!batches.hasNext()) {
            return false;
        }
        loadRecordBatch(new VectorUnloader(batches.next()).getRecordBatch());
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        // The batches are the caller's.
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }
}
