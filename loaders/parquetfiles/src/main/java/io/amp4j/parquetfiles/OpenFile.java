package io.amp4j.parquetfiles;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.parquet.WrittenFile;
import io.amp4j.storage.StorageOutput;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A data file that is being written: rows of one microbatch. Used by one thread. */
final class OpenFile implements AutoCloseable {
    private final String name;
    private final BatchId batch;
    private final StorageOutput out;
    private final ParquetWriter writer;

    OpenFile(TableFolder table, LoadRequest request, FileFormat format, String name, BatchId batch) {
        this.name = name;
        this.batch = batch;
        this.out = table.create(name);
        try {
            this.writer = format.writer(request, out);
        } catch (RuntimeException | Error e) {
            out.close();
            throw e;
        }
        writer.constant(MarkerColumns.BATCH_ID, batch.value());
    }

    BatchId batch() {
        return batch;
    }

    void ranges(@Nullable BlockRange range) {
        writer.constant(MarkerColumns.BLOCK_RANGES, range == null ? null : MarkerColumns.blockRanges(range));
    }

    void write(VectorSchemaRoot rows) {
        writer.write(rows);
    }

    long bytes() {
        return writer.bytesWritten() + writer.bytesBuffered();
    }

    /** Completes it; {@link TableFolder#force} makes it a file that a manifest can name. */
    DataFile finish(String stream) {
        WrittenFile written = writer.finish();
        out.finishUnforced();
        return new DataFile(name, stream, batch, written.rowCount(), written.bytes());
    }

    /** Unfinished, it leaves nothing. */
    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            out.close();
        }
    }
}
