package io.amp4j.cli.output;

import io.amp4j.client.ArrowStreamOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** An Arrow IPC stream: the batches with their exact types. */
final class ArrowWriter implements ResultWriter {
    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private @Nullable ArrowStreamOutput stream;

    ArrowWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    @Override
    public void begin(Schema schema) throws IOException {
        stream = new ArrowStreamOutput(out, schema);
        out.flush();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        ArrowStreamOutput begun = Objects.requireNonNull(stream, "begin comes first");
        if (rows < root.getRowCount()) {
            try (VectorSchemaRoot slice = root.slice(0, rows)) {
                begun.write(slice);
            }
        } else {
            begun.write(root);
        }
        out.flush();
    }

    @Override
    public boolean reorg(String network, long fromBlock) {
        return false;
    }

    @Override
    public void finish() throws IOException {
        Objects.requireNonNull(stream, "begin comes first").close();
    }
}
