package io.amp4j.deltalake;

import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.parquet.WrittenFile;
import io.amp4j.storage.StorageOutput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One data file that grows. Not thread-safe. */
final class RowFile implements AutoCloseable {
    private final DataFiles files;
    private final DataFiles.Place place;
    private final String name;
    private final StorageOutput out;
    private final ParquetWriter writer;
    private final Set<String> batches = new LinkedHashSet<>();

    RowFile(DataFiles files, DataFiles.Place place, String firstBatch, Schema schema, List<String> constants) {
        this.files = files;
        this.place = place;
        this.name = files.name(place, firstBatch);
        this.out = files.storage().create(name);
        try {
            ParquetWriter.Builder builder = files.layout().writer(out, schema, files.settings());
            constants.forEach(builder::constant);
            this.writer = builder.build();
        } catch (RuntimeException | Error e) {
            out.close();
            throw e;
        }
    }

    /** Rows of one batch from here on, where its id is a constant of the file. */
    void begin(String batch, @Nullable String ranges) {
        batches.add(batch);
        writer.constant(MarkerColumns.BATCH_ID, batch);
        if (ranges != null) {
            writer.constant(MarkerColumns.BLOCK_RANGES, ranges);
        }
    }

    /** Rows that carry their batch ids themselves. */
    void holds(Set<String> ids) {
        batches.addAll(ids);
    }

    void write(VectorSchemaRoot rows, int from, int count) {
        writer.write(rows, from, count);
    }

    boolean isOf(String batch) {
        return batches.contains(batch);
    }

    long bytes() {
        return writer.bytesWritten() + writer.bytesBuffered();
    }

    /** Completes it; {@link DataFiles#force} makes it outlive a power failure. */
    void finish() {
        WrittenFile written = writer.finish();
        writer.close();
        out.finishUnforced();
        out.close();
        files.add(place, name, written, batches);
    }

    @Override
    public void close() {
        writer.close();
        out.close();
    }
}
