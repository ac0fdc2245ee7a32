package io.amp4j.client.stream;

import io.amp4j.client.ArrowStreamOutput;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageMetadataResult;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * An Arrow IPC stream of one batch. Arrow's own reader needs {@code --add-opens}, since it reads into direct byte buffers; this one
 * copies through a chunk on the heap.
 */
final class StoredRows {
    private static final int CHUNK = 1 << 16;

    private StoredRows() {}

    /**
     * Writes rows.
     *
     * @param out where to; flushed and left open
     * @param schema the vectors' schema, with any metadata
     * @param rows the rows, only read
     */
    static void write(OutputStream out, Schema schema, VectorSchemaRoot rows) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, CHUNK);
        try (ArrowStreamOutput output = new ArrowStreamOutput(buffered, schema)) {
            output.write(rows);
        }
    }

    /**
     * Reads the schema that the stream begins with.
     *
     * @param in at the stream's start
     * @return the schema, with its metadata
     */
    static Schema schema(InputStream in) throws IOException {
        return MessageSerializer.deserializeSchema(new ReadChannel(Channels.newChannel(in)));
    }

    /**
     * Reads the rows behind the schema.
     *
     * @param in as {@link #schema(InputStream)} leaves it
     * @param schema the schema to give them
     * @param allocator where they go
     * @return the rows; the caller closes them
     */
    static VectorSchemaRoot rows(InputStream in, Schema schema, BufferAllocator allocator) throws IOException {
        MessageMetadataResult message = MessageSerializer.readMessage(new ReadChannel(Channels.newChannel(in)));
        if (message == null || !(message.getMessage().header(new RecordBatch()) instanceof RecordBatch header)) {
            throw new IOException("there is no batch behind the schema");
        }
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        try (ArrowRecordBatch batch =
                MessageSerializer.deserializeRecordBatch(header, body(in, message.getMessageBodyLength(), allocator))) {
            new VectorLoader(root).load(batch);
            return root;
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static ArrowBuf body(InputStream in, long length, BufferAllocator allocator) throws IOException {
        ArrowBuf body = allocator.buffer(length);
        byte[] chunk = new byte[CHUNK];
        try {
            long at = 0;
            while (at < length) {
                int read = in.read(chunk, 0, (int) Math.min(CHUNK, length - at));
                if (read < 0) {
                    throw new EOFException("the batch ends after " + at + " of " + length + " bytes");
                }
                body.setBytes(at, chunk, 0, read);
                at += read;
            }
            return body;
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }
}
