package io.amp4j.cli.output;

import io.amp4j.client.AmpException;
import io.amp4j.parquet.ParquetWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** One Parquet file, which is one once it is finished: what says where the columns are stands at its end. */
final class ParquetResultWriter implements ResultWriter {
    private final OutputStream out;
    private @Nullable ParquetWriter writer;

    ParquetResultWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(Schema schema) {
        writer = ParquetWriter.builder(out, schema).build();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        ParquetWriter begun = Objects.requireNonNull(writer, "begin comes first");
        passingOn(() -> begun.write(root, 0, rows));
    }

    @Override
    public boolean reorg(String network, long fromBlock) {
        return false;
    }

    @Override
    public void finish() throws IOException {
        try (ParquetWriter begun = Objects.requireNonNull(writer, "begin comes first")) {
            passingOn(begun::finish);
        }
    }

    /** An output that fails is the caller's to explain: it knows the file, or that the reader of a pipe is gone. */
    private static void passingOn(Runnable step) throws IOException {
        try {
            step.run();
        } catch (AmpException e) {
            if (e.getCause() instanceof IOException output) {
                throw output;
            }
            throw e;
        }
    }
}
