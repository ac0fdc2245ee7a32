package io.amp4j.client.internal.decode;

import io.amp4j.client.AmpException;
import io.amp4j.client.Batch;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.ClientError;
import io.amp4j.client.internal.wire.FlightFrame;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Turns the frames of one stream into batches, on the reader's thread. After an exception it is of no more use but to be closed.
 *
 * <p>Not thread-safe. Frames stay their giver's.
 */
public final class BatchDecoder implements AutoCloseable {
    private final Schema schema;
    private final BufferAllocator allocator;
    private final long maxBytes;
    private final VectorSchemaRoot root;
    private final Dictionaries dictionaries;
    private final VectorReader vectors;
    private @Nullable Schema wire;

    /**
     * A decoder for one stream.
     *
     * @param schema the schema that was announced, without dictionary encodings
     * @param allocator where the vectors belong
     * @param maxBytes how much a batch may take beyond its own bytes
     * @throws AmpException if vectors cannot be made for the schema
     */
    public BatchDecoder(Schema schema, BufferAllocator allocator, long maxBytes) {
        this.schema = schema;
        this.allocator = allocator;
        this.maxBytes = maxBytes;
        this.root = newRoot(schema, allocator);
        this.dictionaries = new Dictionaries(allocator, maxBytes);
        this.vectors = new VectorReader(dictionaries);
    }

    private static VectorSchemaRoot newRoot(Schema schema, BufferAllocator allocator) {
        try {
            return VectorSchemaRoot.create(schema, allocator);
        } catch (RuntimeException e) {
            throw SchemaReader.bad("there are no vectors for it", e);
        }
    }

    /**
     * Takes a frame in.
     *
     * @param frame the frame
     * @return true if the frame stands for a batch, to be decoded by {@link #decode}; false if nothing more is to be done with it
     */
    public boolean isBatch(FlightFrame frame) {
        if (!frame.header().hasRemaining()) {
            return frame.metadata().length > 0;
        }
        return guarded(() -> {
            Message message = Message.getRootAsMessage(frame.header());
            switch (message.headerType()) {
                case MessageHeader.Schema -> begin(SchemaReader.read(message));
                case MessageHeader.DictionaryBatch -> readDictionary(message, frame);
                case MessageHeader.RecordBatch -> {
                    return true;
                }
                default -> throw BufferSource.corrupt("message type " + message.headerType() + " is unknown", null);
            }
            return false;
        });
    }

    private void begin(Schema sent) {
        if (!SchemaMatch.matches(schema.getFields(), sent.getFields())) {
            throw SchemaReader.bad(
                    "the stream's schema is not the one that was announced: " + sent + " instead of " + schema, null);
        }
        dictionaries.begin(sent);
        wire = sent;
    }

    private void readDictionary(Message message, FlightFrame frame) {
        requireSchema();
        DictionaryBatch batch = (DictionaryBatch) message.header(new DictionaryBatch());
        if (batch == null) {
            throw BufferSource.corrupt("a dictionary is missing", null);
        }
        dictionaries.read(batch, frame.body(), vectors);
    }

    private Schema requireSchema() {
        if (wire == null) {
            throw SchemaReader.bad("a batch came before it", null);
        }
        return wire;
    }

    /**
     * Decodes a frame that {@link #isBatch} took for a batch.
     *
     * @param frame the frame; it may be closed afterwards
     * @return the batch, valid until the next call
     * @throws AmpException if anything in it is not as it has to be
     */
    public Batch decode(FlightFrame frame) {
        BatchMetadata metadata = MetadataReader.read(frame.metadata());
        root.clear();
        if (!frame.header().hasRemaining()) {
            return new Batch(root, metadata);
        }
        return guarded(() -> {
            try {
                load(frame);
            } catch (RuntimeException e) {
                root.clear();
                throw e;
            }
            return new Batch(root, metadata);
        });
    }

    private void load(FlightFrame frame) {
        Schema sent = requireSchema();
        RecordBatch batch =
                (RecordBatch) Message.getRootAsMessage(frame.header()).header(new RecordBatch());
        if (batch == null) {
            throw BufferSource.corrupt("it is missing", null);
        }
        try (BufferSource source = new BufferSource(batch, frame.body(), allocator, maxBytes)) {
            for (int i = 0; i < sent.getFields().size(); i++) {
                loadColumn(i, sent.getFields().get(i), batch.length(), source);
            }
            source.requireEnd();
            root.setRowCount(rowCount(batch.length()));
        }
    }

    private void loadColumn(int column, Field field, long rows, BufferSource source) {
        FieldVector vector = root.getVector(column);
        ArrowFieldNode node = vectors.read(field, vector, source);
        if (node.getLength() != rows) {
            throw BufferSource.corrupt(
                    "column '" + field.getName() + "' has " + node.getLength() + " values in " + rows + " rows", null);
        }
        if (node.getNullCount() > 0 && !schema.getFields().get(column).isNullable()) {
            throw BufferSource.corrupt("column '" + field.getName() + "' has nulls but was announced without", null);
        }
    }

    private static int rowCount(long length) {
        if (length < 0 || length > Integer.MAX_VALUE - 1) {
            throw BufferSource.corrupt("it says that it has " + length + " rows", null);
        }
        return (int) length;
    }

    /** Arrow's own classes answer nonsense with all sorts of exceptions. */
    private static <T> T guarded(java.util.function.Supplier<T> step) {
        try {
            return step.get();
        } catch (AmpException e) {
            throw e;
        } catch (OutOfMemoryException e) {
            throw new AmpException(
                    ClientError.OUT_OF_MEMORY,
                    "no memory to decode a batch; close results sooner, or raise memoryLimit",
                    e);
        } catch (RuntimeException e) {
            throw BufferSource.corrupt("it is malformed", e);
        }
    }

    /**
     * The announced schema.
     *
     * @return the schema of every batch
     */
    public Schema schema() {
        return schema;
    }

    @Override
    public void close() {
        root.close();
        dictionaries.close();
    }
}
