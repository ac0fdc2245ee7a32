package io.amp4j.client.internal.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.memory.BufferPool;
import io.grpc.HasByteBuffer;
import io.grpc.KnownLength;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code FlightData} straight from gRPC's stream into the vectors' memory. Belongs to one call, whose messages come one by one.
 *
 * <p>The body is copied once, from the network's buffers to Arrow's memory. Where the JVM does not tell their addresses, it passes through a
 * chunk of the heap that is small enough to stay in the processor's cache.
 *
 * <p>Never throws: an exception here would reach gRPC, which would hide it behind a status of its own.
 */
final class FrameReader {
    static final int MAX_METADATA = 1 << 20;
    private static final int MAX_HEADER = 16 << 20;
    private static final int HEADER_FIELD = 2;
    private static final int METADATA_FIELD = 3;
    private static final int BODY_FIELD = 1000;
    private static final int CHUNK = 64 << 10;

    private final BufferAllocator allocator;
    private final BufferPool bodies;
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];

    FrameReader(BufferAllocator allocator, BufferPool bodies, int maxBytes) {
        this.allocator = allocator;
        this.bodies = bodies;
        this.maxBytes = maxBytes;
    }

    FlightFrame read(InputStream in) {
        FlightFrame frame = new FlightFrame();
        try {
            readFields(in, frame);
            return frame;
        } catch (AmpException e) {
            return broken(frame, e);
        } catch (OutOfMemoryException | OutOfMemoryError e) {
            return broken(frame, StatusErrors.outOfMemory(e));
        } catch (IOException | RuntimeException e) {
            return broken(
                    frame,
                    new AmpException(
                            ClientError.CORRUPT_BATCH,
                            "the server sent a message that is not a FlightData; is it an Amp server?",
                            e));
        }
    }

    private static FlightFrame broken(FlightFrame frame, AmpException error) {
        frame.close();
        return FlightFrame.broken(error);
    }

    private void readFields(InputStream in, FlightFrame frame) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int tag = CodedInputStream.readRawVarint32(first, in);
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                skipScalar(in, tag);
                continue;
            }
            int length = length(in);
            switch (WireFormat.getTagFieldNumber(tag)) {
                case HEADER_FIELD -> frame.header(bytes(in, length, MAX_HEADER, ClientError.CORRUPT_BATCH));
                case METADATA_FIELD -> frame.metadata(bytes(in, length, MAX_METADATA, ClientError.BAD_METADATA));
                case BODY_FIELD -> frame.body(body(in, length));
                default -> in.skipNBytes(length);
            }
        }
    }

    private static void skipScalar(InputStream in, int tag) throws IOException {
        switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> skipVarint(in);
            case WireFormat.WIRETYPE_FIXED32 -> in.skipNBytes(Integer.BYTES);
            case WireFormat.WIRETYPE_FIXED64 -> in.skipNBytes(Long.BYTES);
            default -> throw new IOException("unknown wire type in tag " + tag);
        }
    }

    private static void skipVarint(InputStream in) throws IOException {
        for (int i = 0; i < 10; i++) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            if (b < 0x80) {
                return;
            }
        }
        throw new IOException("a number has more than ten bytes");
    }

    private int length(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException();
        }
        int length = CodedInputStream.readRawVarint32(first, in);
        // gRPC's own streams know what is left: a length that lies is found before memory is taken for it.
        int most = in instanceof KnownLength ? Math.min(maxBytes, in.available()) : maxBytes;
        if (length < 0 || length > most) {
            throw new IOException("a field of " + length + " bytes where at most " + most + " are left");
        }
        return length;
    }

    private static byte[] bytes(InputStream in, int length, int most, ClientError code) throws IOException {
        if (length > most) {
            throw new AmpException(
                    code,
                    "the server sent " + length + " bytes beside a batch, more than the " + most + " that are allowed");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private ArrowBuf body(InputStream in, int length) throws IOException {
        ArrowBuf body = bodies.take(allocator, length);
        try {
            copy(in, body, length);
            body.writerIndex(length);
            return body.capacity() == length ? body : trimmed(body, length);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /** An allocator rounds up; what lies behind the message's end is no part of it. */
    private static ArrowBuf trimmed(ArrowBuf body, int length) {
        return body.slice(0, length);
    }

    private void copy(InputStream in, ArrowBuf body, int length) throws IOException {
        HasByteBuffer buffers = buffersOf(in);
        int done = 0;
        while (done < length) {
            ByteBuffer next = buffers == null ? null : buffers.getByteBuffer();
            done += next == null || !next.isDirect() || !next.hasRemaining()
                    ? copyThroughHeap(in, body, done, length - done)
                    : copyDirect(in, next, body, done, length - done);
        }
    }

    private static @Nullable HasByteBuffer buffersOf(InputStream in) {
        boolean shown = BufferAddress.isKnown() && in instanceof HasByteBuffer buffers && buffers.byteBufferSupported();
        return shown ? (HasByteBuffer) in : null;
    }

    /** The stream still holds the buffer's memory, until the bytes are skipped. */
    private static int copyDirect(InputStream in, ByteBuffer from, ArrowBuf body, int at, int most) throws IOException {
        int count = Math.min(from.remaining(), most);
        body.checkBytes(at, at + count);
        MemoryUtil.copyMemory(BufferAddress.of(from), body.memoryAddress() + at, count);
        in.skipNBytes(count);
        return count;
    }

    private int copyThroughHeap(InputStream in, ArrowBuf body, int at, int most) throws IOException {
        int count = in.read(chunk, 0, Math.min(chunk.length, most));
        if (count < 0) {
            throw new EOFException();
        }
        body.setBytes(at, chunk, 0, count);
        return count;
    }
}
