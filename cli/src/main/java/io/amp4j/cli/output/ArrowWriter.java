package io.amp4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** An Arrow IPC stream: the batches with their exact types. */
final class ArrowWriter implements ResultWriter {
    private final OutputStream out;
    private final WriteChannel channel;

    ArrowWriter(OutputStream out) {
        this.out = out;
        this.channel = new WriteChannel(Channels.newChannel(out));
    }

    @Override
    public void begin(Schema schema) throws IOException {
        MessageSerializer.serialize(channel, schema);
        out.flush();
    }

    @Override
    public void write(VectorSchemaRoot root, int rows) throws IOException {
        if (rows < root.getRowCount()) {
            try (VectorSchemaRoot slice = root.slice(0, rows)) {
                batch(slice);
            }
        } else {
            batch(root);
        }
    }

    private void batch(VectorSchemaRoot root) throws IOException {
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
            MessageSerializer.serialize(channel, batch);
        }
        out.flush();
    }

    @Override
    public boolean reorg(String network, long fromBlock) {
        return false;
    }

    @Override
    public void finish() throws IOException {
        ArrowStreamWriter.writeEndOfStream(channel, IpcOption.DEFAULT);
        out.flush();
    }
}
