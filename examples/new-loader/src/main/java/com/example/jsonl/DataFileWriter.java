package com.example.jsonl;

import com.example.jsonl.Manifest.DataFile;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** Writes one data file. The rows are read during the call; their vectors stay the caller's. */
final class DataFileWriter implements Closeable {
    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("").build();

    private final Path path;
    private final BatchId batch;
    private final JsonGenerator json;
    private long written;

    DataFileWriter(Path path, BatchId batch) throws IOException {
        this.path = path;
        this.batch = batch;
        this.json = JSON.createGenerator(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW), JsonEncoding.UTF8);
    }

    Path path() {
        return path;
    }

    BatchId batch() {
        return batch;
    }

    void write(RowFormat format, @Nullable BlockRange range, VectorSchemaRoot rows) throws IOException {
        format.write(rows, batch, range, json);
        written += rows.getRowCount();
    }

    /** What a manifest says of the file as it is now. */
    DataFile file(String stream) {
        return new DataFile(path.getFileName().toString(), stream, batch.value(), written);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
