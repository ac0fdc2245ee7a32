package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.parquet.WrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/** A file that is being written: rows of one partition. Not thread-safe. */
final class OpenFile {
    private final WriterSettings settings;
    private final OutputFile file;
    private final @Nullable StructLike partition;
    private final PositionOutputStream out;
    private final ParquetWriter writer;
    private final Set<BatchId> ids = new LinkedHashSet<>();
    private @Nullable BatchId marked;

    OpenFile(WriterSettings settings, OutputFile file, @Nullable StructLike partition) {
        this.settings = settings;
        this.file = file;
        this.partition = partition;
        this.out = file.create();
        try {
            this.writer = settings.writer(out);
        } catch (RuntimeException | Error e) {
            closeQuietly();
            throw e;
        }
    }

    /** From here on, rows are of this microbatch. */
    void mark(BatchId id, @Nullable BlockRange range) {
        if (!id.equals(marked)) {
            marked = id;
            ids.add(id);
            settings.schema().constants().forEach(column -> writer.constant(column, value(column, id, range)));
        }
    }

    private static @Nullable String value(String column, BatchId id, @Nullable BlockRange range) {
        if (column.equals(MarkerColumns.BATCH_ID)) {
            return id.value();
        }
        return range == null ? null : MarkerColumns.blockRanges(range);
    }

    void write(VectorSchemaRoot rows, int from, int count) {
        writer.write(rows, from, count);
    }

    long bytes() {
        return writer.bytesWritten() + writer.bytesBuffered();
    }

    long bytesBuffered() {
        return writer.bytesBuffered();
    }

    /** Ends the file. It is no part of the table yet. */
    EndedFile finish() {
        WrittenFile written = writer.finish();
        writer.close();
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EndedFile(file.location(), written, partition, ids);
    }

    /** Forgets it; what may be there of it is deleted by whoever knows its location. */
    void abandon() {
        try {
            writer.close();
        } finally {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException | AmpException e) {
            Quietly.LOG.debug("closing {}", file.location(), e);
        }
    }
}
