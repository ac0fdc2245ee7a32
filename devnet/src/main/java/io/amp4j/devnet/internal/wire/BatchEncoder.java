package io.amp4j.devnet.internal.wire;

import io.amp4j.devnet.Compression;
import io.amp4j.devnet.internal.wire.Options.TextEncoding;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Turns rows into messages: as they are, compressed, or with dictionaries. One per call. */
final class BatchEncoder {
    private final BufferAllocator allocator;
    private final CompressionCodec codec;
    private final Schema schema;
    private final TextDictionaries dictionaries;

    /** Takes each message; when it returns, the message's memory is given back. */
    interface Target {
        void send(Outgoing message);
    }

    BatchEncoder(Schema schema, Options options, BufferAllocator allocator) {
        this.schema = schema;
        this.allocator = allocator;
        this.codec = options.compression() == Compression.ZSTD
                ? CommonsCompressionFactory.INSTANCE.createCodec(CodecType.ZSTD)
                : NoCompressionCodec.INSTANCE;
        this.dictionaries = new TextDictionaries(schema, options.encoding() == TextEncoding.DICTIONARY, allocator);
    }

    /** The schema as it is sent: with the encoding of its dictionaries. */
    static Schema wireSchema(Schema schema, Options options) {
        return options.encoding() == TextEncoding.DICTIONARY ? TextDictionaries.encoded(schema) : schema;
    }

    void schema(Target target) {
        target.send(FlightFrame.schema(dictionaries.wireSchema()));
    }

    void batch(VectorSchemaRoot root, byte[] metadata, Target target) {
        try (TextDictionaries.Encoded encoded = dictionaries.encode(root)) {
            for (ArrowDictionaryBatch dictionary : encoded.dictionaries()) {
                List<ArrowBuf> buffers = dictionary.getDictionary().getBuffers();
                target.send(FlightFrame.of(dictionary, buffers, new byte[0]));
            }
            try (ArrowRecordBatch batch = new VectorUnloader(encoded.root(), true, codec, true).getRecordBatch()) {
                target.send(FlightFrame.of(batch, batch.getBuffers(), metadata));
            }
        }
    }

    void empty(byte[] metadata, Target target) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            // A vector without memory would give the allocator's shared empty buffer a length.
            for (FieldVector vector : root.getFieldVectors()) {
                vector.setInitialCapacity(1);
                vector.allocateNew();
            }
            root.setRowCount(0);
            batch(root, metadata, target);
        }
    }
}
