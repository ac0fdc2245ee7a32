package io.amp4j.devnet.internal.wire;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Gives a message to gRPC, which drains it into its own buffers; read byte by byte only by those who do not. */
final class OutgoingStream extends InputStream implements Drainable, KnownLength {
    private final Outgoing message;
    private @Nullable InputStream bytes;
    private int left;

    OutgoingStream(Outgoing message) {
        this.message = message;
        this.left = message.size();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        if (bytes != null) {
            return (int) bytes.transferTo(target);
        }
        int drained = left;
        message.writeTo(target);
        left = 0;
        return drained;
    }

    @Override
    public int available() {
        return left;
    }

    @Override
    public int read() throws IOException {
        int next = bytes().read();
        if (next >= 0) {
            left--;
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = bytes().read(target, offset, length);
        if (count > 0) {
            left -= count;
        }
        return count;
    }

    private InputStream bytes() throws IOException {
        InputStream all = bytes;
        if (all == null) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream(left);
            message.writeTo(copy);
            all = new ByteArrayInputStream(copy.toByteArray());
            bytes = all;
        }
        return all;
    }
}
