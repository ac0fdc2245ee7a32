package io.amp4j.devnet.internal.wire;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.message.ArrowMessage;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A FlightData message. Its body is copied from the vectors' memory through one small array, straight into gRPC's buffers;
 * the buffers are the caller's, who keeps them until the message is sent.
 */
final class FlightFrame implements Outgoing {
    private static final int HEADER = 2;
    private static final int METADATA = 3;
    private static final int BODY = 1000;
    private static final int ALIGNMENT = 8;
    private static final byte[] PADDING = new byte[ALIGNMENT];
    private static final ThreadLocal<byte[]> CHUNK = ThreadLocal.withInitial(() -> new byte[64 << 10]);

    private final ByteBuffer header;
    private final byte[] metadata;
    private final List<ArrowBuf> body;
    private final int bodyLength;

    private FlightFrame(ByteBuffer header, byte[] metadata, List<ArrowBuf> body, long bodyLength) {
        this.header = header.slice();
        this.metadata = metadata;
        this.body = body;
        this.bodyLength = Math.toIntExact(bodyLength);
    }

    static FlightFrame schema(Schema schema) {
        return new FlightFrame(
                MessageSerializer.serializeMetadata(schema, IpcOption.DEFAULT), new byte[0], List.of(), 0);
    }

    static FlightFrame of(ArrowMessage message, List<ArrowBuf> buffers, byte[] metadata) {
        ByteBuffer header = MessageSerializer.serializeMetadata(message, IpcOption.DEFAULT);
        long length = 0;
        for (ArrowBuf buffer : buffers) {
            length += padded(buffer.readableBytes());
        }
        return new FlightFrame(header, metadata, buffers, length);
    }

    private static long padded(long length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public int size() {
        int size = CodedOutputStream.computeTagSize(HEADER)
                + CodedOutputStream.computeUInt32SizeNoTag(header.remaining())
                + header.remaining();
        if (metadata.length > 0) {
            size += CodedOutputStream.computeByteArraySize(METADATA, metadata);
        }
        return size
                + CodedOutputStream.computeTagSize(BODY)
                + CodedOutputStream.computeUInt32SizeNoTag(bodyLength)
                + bodyLength;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        CodedOutputStream fields = CodedOutputStream.newInstance(out, 1 << 10);
        fields.writeByteBuffer(HEADER, header);
        if (metadata.length > 0) {
            fields.writeByteArray(METADATA, metadata);
        }
        fields.writeTag(BODY, 2);
        fields.writeUInt32NoTag(bodyLength);
        fields.flush();
        byte[] chunk = CHUNK.get();
        for (ArrowBuf buffer : body) {
            copy(buffer, chunk, out);
        }
    }

    private static void copy(ArrowBuf buffer, byte[] chunk, OutputStream out) throws IOException {
        long length = buffer.readableBytes();
        long start = buffer.readerIndex();
        for (long at = 0; at < length; at += chunk.length) {
            int count = (int) Math.min(chunk.length, length - at);
            buffer.getBytes(start + at, chunk, 0, count);
            out.write(chunk, 0, count);
        }
        out.write(PADDING, 0, (int) (padded(length) - length));
    }
}
