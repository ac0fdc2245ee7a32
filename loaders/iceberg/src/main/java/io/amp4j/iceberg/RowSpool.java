package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.ArrowStreamOutput;
import io.amp4j.loader.LoadError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageChannelReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Batches in a temporary file, as they came, to be read again in the same order. Not thread-safe. */
final class RowSpool implements AutoCloseable {
    private final Schema schema;
    private final BufferAllocator allocator;
    private @Nullable Path file;
    private @Nullable OutputStream stream;
    private @Nullable ArrowStreamOutput out;

    RowSpool(Schema schema, BufferAllocator allocator) {
        this.schema = schema;
        this.allocator = allocator;
    }

    /** What is done with each batch. */
    interface Visitor {
        /** Takes a batch, and the number of its first row among all. */
        void take(VectorSchemaRoot rows, long first);
    }

    void add(VectorSchemaRoot rows) {
        try {
            if (out == null) {
                Path created = Files.createTempFile("amp-upsert", ".arrow");
                file = created;
                stream = new BufferedOutputStream(Files.newOutputStream(created));
                out = new ArrowStreamOutput(stream, schema);
            }
            out.write(rows);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void forEach(Visitor visitor) {
        Path spooled = file;
        if (spooled == null) {
            return;
        }
        try {
            closeOutput();
            try (ReadableByteChannel channel = FileChannel.open(spooled);
                    ArrowStreamReader reader = new ArrowStreamReader(
                            new MessageChannelReader(new CopyingChannel(channel), allocator), allocator)) {
                long first = 0;
                while (reader.loadNextBatch()) {
                    VectorSchemaRoot rows = reader.getVectorSchemaRoot();
                    visitor.take(rows, first);
                    first += rows.getRowCount();
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void closeOutput() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    private static AmpException failed(IOException cause) {
        return new AmpException(
                LoadError.DESTINATION_EXHAUSTED,
                "rows that wait for their upsert cannot be kept in a temporary file (" + cause + "). Free space in "
                        + System.getProperty("java.io.tmpdir"),
                cause);
    }

    @Override
    public void close() {
        try {
            closeOutput();
        } catch (IOException e) {
            Quietly.LOG.debug("closing {}", file, e);
        }
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            Quietly.LOG.debug("a temporary file stays: {}", file, e);
        }
        file = null;
    }

    /** Copies through the heap: Arrow would wrap its memory, which Java 17 allows only with a flag. */
    private static final class CopyingChannel extends ReadChannel {
        private final byte[] chunk = new byte[1 << 16];

        CopyingChannel(ReadableByteChannel in) {
            super(in);
        }

        @Override
        public long readFully(ArrowBuf buffer, long length) throws IOException {
            long done = 0;
            while (done < length) {
                int part = (int) Math.min(chunk.length, length - done);
                int read = readFully(ByteBuffer.wrap(chunk, 0, part));
                buffer.setBytes(done, chunk, 0, read);
                done += read;
                if (read < part) {
                    break;
                }
            }
            buffer.writerIndex(done);
            return done;
        }
    }
}
