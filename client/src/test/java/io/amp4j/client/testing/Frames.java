package io.amp4j.client.testing;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowBuffer;
import org.apache.arrow.vector.ipc.message.ArrowDictionaryBatch;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/** Messages as a server writes them, made without any of the client's code. */
public final class Frames {
    /** What a server says of blocks 0 to 9. */
    public static final String METADATA = metadata(0, 9, false);

    private Frames() {}

    /** A message's parts, before they are put into an envelope. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Parts(byte[] header, byte[] metadata, byte[] body) {
        /** The same with other metadata. */
        public Parts withMetadata(String json) {
            return new Parts(header, json.getBytes(StandardCharsets.UTF_8), body);
        }

        /** As {@code FlightData}. */
        public byte[] flightData() {
            return message(out -> {
                if (header.length > 0) {
                    out.writeByteArray(2, header);
                }
                if (metadata.length > 0) {
                    out.writeByteArray(3, metadata);
                }
                out.writeByteArray(1000, body);
            });
        }
    }

    public static String metadata(long start, long end, boolean complete) {
        return "{\"ranges\":[{\"network\":\"anvil\",\"numbers\":{\"start\":" + start + ",\"end\":" + end
                + "},\"hash\":\"0xaa" + end + "\",\"prev_hash\":\"0xaa" + (start - 1) + "\"}],\"ranges_complete\":"
                + complete + "}";
    }

    public static Parts schema(Schema schema) {
        return new Parts(
                bytes(MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT)), new byte[0], new byte[0]);
    }

    public static Parts metadataOnly(String json) {
        return new Parts(new byte[0], json.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }

    public static Parts batch(VectorSchemaRoot root) {
        return batch(root, CodecType.NO_COMPRESSION);
    }

    public static Parts batch(VectorSchemaRoot root, CodecType codecType) {
        CompressionCodec codec = codecType == CodecType.NO_COMPRESSION
                ? NoCompressionCodec.INSTANCE
                : CommonsCompressionFactory.INSTANCE.createCodec(codecType);
        try (ArrowRecordBatch batch = new VectorUnloader(root, true, codec, true).getRecordBatch()) {
            byte[] header = bytes(MessageSerializer.serializeMetadata(batch, IpcOption.DEFAULT));
            return new Parts(header, METADATA.getBytes(StandardCharsets.UTF_8), body(batch));
        }
    }

    public static Parts dictionary(long id, FieldVector values, boolean delta) {
        VectorSchemaRoot root = new VectorSchemaRoot(List.of(values));
        root.setRowCount(values.getValueCount());
        ArrowRecordBatch batch = new VectorUnloader(root).getRecordBatch();
        try (ArrowDictionaryBatch dictionary = new ArrowDictionaryBatch(id, batch, delta)) {
            byte[] header = bytes(MessageSerializer.serializeMetadata(dictionary, IpcOption.DEFAULT));
            return new Parts(header, new byte[0], body(batch));
        }
    }

    private static byte[] body(ArrowRecordBatch batch) {
        byte[] body = new byte[(int) batch.computeBodyLength()];
        List<ArrowBuf> buffers = batch.getBuffers();
        List<ArrowBuffer> layout = batch.getBuffersLayout();
        for (int i = 0; i < buffers.size(); i++) {
            int length = (int) buffers.get(i).readableBytes();
            buffers.get(i).getBytes(0, body, (int) layout.get(i).getOffset(), length);
        }
        return body;
    }

    /** A {@code FlightInfo} with one endpoint. */
    public static byte[] flightInfo(Schema schema, String ticket) {
        return flightInfo(schema.serializeAsMessage(), ticket);
    }

    public static byte[] flightInfo(byte[] schema, String ticket) {
        byte[] ticketMessage = message(out -> out.writeString(1, ticket));
        byte[] endpoint = message(out -> out.writeByteArray(1, ticketMessage));
        return message(out -> {
            out.writeByteArray(1, schema);
            out.writeByteArray(3, endpoint);
            out.writeInt64(4, -1);
        });
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A message of protobuf fields. */
    public static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes fields. */
    public interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }
}
