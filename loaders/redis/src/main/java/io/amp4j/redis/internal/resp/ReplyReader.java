package io.amp4j.redis.internal.resp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads replies of the protocol's second version. Used by one thread. */
final class ReplyReader {
    private static final int LONGEST_BULK = 512 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Whether a reply has begun to arrive. */
    boolean hasInput() throws IOException {
        return position < limit || in.available() > 0;
    }

    /** A {@link Long}, a {@code byte[]}, a {@link String} (a status), a list of such, a {@link ReplyError}, or null. */
    @Nullable
    Object read() throws IOException {
        int type = next();
        return switch (type) {
            case '+' -> line();
            case '-' -> new ReplyError(line());
            case ':' -> number();
            case '$' -> bulk();
            case '*' -> list();
            default -> throw new IOException("the server answers in no protocol that is known: byte " + type);
        };
    }

    /**
     * Reads a reply and keeps nothing of it but the first error in it.
     *
     * @return the error, or null
     */
    @Nullable
    ReplyError skip() throws IOException {
        int type = next();
        switch (type) {
            case '-' -> {
                return new ReplyError(line());
            }
            case '+', ':' -> skipLine();
            case '$' -> skipBytes(number());
            case '*' -> {
                return skipList(number());
            }
            default -> throw new IOException("the server answers in no protocol that is known: byte " + type);
        }
        return null;
    }

    private @Nullable ReplyError skipList(long count) throws IOException {
        ReplyError first = null;
        for (long i = 0; i < count; i++) {
            ReplyError error = skip();
            first = first == null ? error : first;
        }
        return first;
    }

    /** Whether the next reply is one that says that there is nothing. It is not consumed. */
    boolean nextIsNullList() throws IOException {
        fill(2);
        return buffer[position] == '*' && buffer[position + 1] == '-';
    }

    private void fill(int wanted) throws IOException {
        if (limit - position >= wanted) {
            return;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < wanted) {
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            limit += read;
        }
    }

    private int next() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
            fill(1);
        }
        return buffer[position++];
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int b = next(); b != '\r'; b = next()) {
            text.append((char) (b & 0xff));
        }
        next();
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void skipLine() throws IOException {
        while (next() != '\r') {
            // A number or a status, of which nothing is kept.
        }
        next();
    }

    private long number() throws IOException {
        boolean negative = false;
        long value = 0;
        for (int b = next(); b != '\r'; b = next()) {
            if (b == '-') {
                negative = true;
            } else {
                value = value * 10 + (b - '0');
            }
        }
        next();
        return negative ? -value : value;
    }

    private byte @Nullable [] bulk() throws IOException {
        long length = number();
        if (length < 0) {
            return null;
        }
        if (length > LONGEST_BULK) {
            throw new IOException("the server answers with " + length + " bytes at once");
        }
        byte[] bytes = new byte[(int) length];
        int done = 0;
        while (done < bytes.length) {
            int part = Math.min(bytes.length - done, limit - position);
            System.arraycopy(buffer, position, bytes, done, part);
            position += part;
            done += part;
            if (done < bytes.length) {
                fill(1);
            }
        }
        next();
        next();
        return bytes;
    }

    private void skipBytes(long length) throws IOException {
        for (long i = 0; i < (length < 0 ? 0 : length + 2); i++) {
            next();
        }
    }

    private @Nullable List<@Nullable Object> list() throws IOException {
        long count = number();
        if (count < 0) {
            return null;
        }
        List<@Nullable Object> list = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            list.add(read());
        }
        return list;
    }
}
