package io.amp4j.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBuffer;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Writes batches in Arrow's IPC stream format, straight from their off-heap memory through one small buffer. Not thread-safe.
 *
 * <p>Arrow's own {@code ArrowStreamWriter} wraps each buffer as a {@link ByteBuffer}, which Java 17 allows only with
 * {@code --add-opens}; this one needs no flag. Vectors with dictionaries are not supported: a {@link BatchStream} has none.
 */
public final class ArrowStreamOutput implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final int ALIGNMENT = 8;
    private static final int CONTINUATION = 0xFFFFFFFF;

    private final OutputStream out;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * Begins a stream: writes its schema.
     *
     * @param out where to; stays open when this is closed
     * @param schema the schema of all batches
     * @throws IOException if {@code out} fails
     */
    public ArrowStreamOutput(OutputStream out, Schema schema) throws IOException {
        this.out = out;
        MessageSerializer.serialize(new WriteChannel(Channels.newChannel(out)), schema);
    }

    /**
     * Writes a batch.
     *
     * @param root its vectors, which are only read
     * @throws IOException if the output fails
     */
    public void write(VectorSchemaRoot root) throws IOException {
        try (ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch()) {
            writeMetadata(MessageSerializer.serializeMetadata(batch, IpcOption.DEFAULT));
            writeBody(batch);
        }
    }

    private void writeMetadata(ByteBuffer metadata) throws IOException {
        int length = metadata.remaining();
        int padded = (int) align(length);
        writeInt(CONTINUATION);
        writeInt(padded);
        out.write(metadata.array(), metadata.arrayOffset() + metadata.position(), length);
        writeZeros(padded - length);
    }

    private void writeBody(ArrowRecordBatch batch) throws IOException {
        List<ArrowBuf> buffers = batch.getBuffers();
        List<ArrowBuffer> layout = batch.getBuffersLayout();
        long position = 0;
        for (int i = 0; i < buffers.size(); i++) {
            writeZeros(layout.get(i).getOffset() - position);
            writeBuffer(buffers.get(i));
            position = layout.get(i).getOffset() + buffers.get(i).readableBytes();
        }
        writeZeros(batch.computeBodyLength() - position);
    }

    private void writeBuffer(ArrowBuf buffer) throws IOException {
        long end = buffer.writerIndex();
        for (long at = buffer.readerIndex(); at < end; at += CHUNK) {
            int length = (int) Math.min(CHUNK, end - at);
            buffer.getBytes(at, chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    /** Ends the stream with its end mark, and leaves the output open. */
    @Override
    public void close() throws IOException {
        writeInt(CONTINUATION);
        writeInt(0);
        out.flush();
    }

    /** Little-endian, as the format is. */
    private void writeInt(int value) throws IOException {
        out.write(value);
        out.write(value >>> 8);
        out.write(value >>> 16);
        out.write(value >>> 24);
    }

    private void writeZeros(long count) throws IOException {
        for (long i = 0; i < count; i++) {
            out.write(0);
        }
    }

    private static long align(long length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
