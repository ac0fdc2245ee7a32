package io.amp4j.client.internal.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.grpc.KnownLength;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * Reads {@code FlightData} straight from gRPC's stream into the vectors' memory. Belongs to one call, whose messages come one by one.
 *
 * <p>The body passes through a chunk small enough to stay in the processor's cache: Java gives no way from the network's direct buffer to
 * Arrow's memory without a JVM flag, as neither shows its address to the other.
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
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];

    FrameReader(BufferAllocator allocator, int maxBytes) {
        this.allocator = allocator;
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
        ArrowBuf body = allocator.buffer(length);
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
        int done = 0;
        while (done < length) {
            int count = in.read(chunk, 0, Math.min(chunk.length, length - done));
            if (count < 0) {
                throw new EOFException();
            }
            body.setBytes(done, chunk, 0, count);
            done += count;
        }
    }
}
