package io.amp4j.duckdb;

import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gives staged batches to whoever reads them, and forgets them as it goes. */
final class StagedReader extends ArrowReader {
    private final StagedRows staged;

    StagedReader(BufferAllocator allocator, StagedRows staged) {
        super(allocator);
        this.staged = staged;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        prepareLoadNextBatch();
        ArrowRecordBatch batch = staged.poll();
        if (batch == null) {
            return false;
        }
        loadRecordBatch(batch);
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        // The staged rows are the unit's.
    }

    @Override
    protected Schema readSchema() {
        return staged.schema();
    }
}
