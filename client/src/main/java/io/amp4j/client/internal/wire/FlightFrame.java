package io.amp4j.client.internal.wire;

import io.amp4j.client.AmpException;
import java.nio.ByteBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/** One {@code FlightData} message: its parts, still encoded. Whoever takes it closes it. */
public final class FlightFrame implements AutoCloseable {
    private static final byte[] NOTHING = {};

    private byte[] header = NOTHING;
    private byte[] metadata = NOTHING;
    private @Nullable ArrowBuf body;
    private @Nullable AmpException error;

    FlightFrame() {}

    static FlightFrame broken(AmpException error) {
        FlightFrame frame = new FlightFrame();
        frame.error = error;
        return frame;
    }

    /**
     * A frame from its parts, as a decoder's test makes one.
     *
     * @param header the Arrow message's flatbuffer
     * @param metadata the application's metadata
     * @param body the message's body, owned by the frame, or null
     * @return the frame
     */
    public static FlightFrame of(byte[] header, byte[] metadata, @Nullable ArrowBuf body) {
        FlightFrame frame = new FlightFrame();
        frame.header = header;
        frame.metadata = metadata;
        frame.body = body;
        return frame;
    }

    void header(byte[] bytes) {
        header = bytes;
    }

    void metadata(byte[] bytes) {
        metadata = bytes;
    }

    void body(ArrowBuf buffer) {
        close();
        body = buffer;
    }

    /** Why the message could not be read, or null. */
    @Nullable
    AmpException error() {
        return error;
    }

    /**
     * The Arrow message's flatbuffer, over heap memory, so that reading past its end is an exception and no crash.
     *
     * @return the bytes; none if the message has metadata alone
     */
    public ByteBuffer header() {
        return ByteBuffer.wrap(header);
    }

    /**
     * The application's metadata.
     *
     * @return the bytes; may be none
     */
    public byte[] metadata() {
        return metadata;
    }

    /**
     * The message's body.
     *
     * @return the off-heap bytes, owned by this frame, or null if there are none
     */
    public @Nullable ArrowBuf body() {
        return body;
    }

    /** How much memory the message holds. */
    long bytes() {
        return header.length
                + metadata.length
                + (body == null ? 0 : body.getReferenceManager().getSize());
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
