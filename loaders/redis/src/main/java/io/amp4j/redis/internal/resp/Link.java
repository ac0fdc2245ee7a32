package io.amp4j.redis.internal.resp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the driver has made and introduced, over which bytes go as they are. Used by one thread.
 *
 * <p>Redis never stops reading because its answers are not read, so commands can be written without end and their replies read later.
 */
public final class Link implements Closeable {
    private final Closeable owner;
    private final OutputStream out;
    private final ReplyReader in;
    private final RespBuffer scratch = new RespBuffer(1024);
    private long awaited;
    private @Nullable ReplyError firstError;

    /**
     * Takes over a connection.
     *
     * @param owner what is closed with the link
     * @param socket the connection, with nothing under way
     * @throws IOException if it is closed already
     */
    public Link(Closeable owner, Socket socket) throws IOException {
        this.owner = owner;
        this.out = socket.getOutputStream();
        this.in = new ReplyReader(socket.getInputStream());
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @param arguments the command's name and arguments: strings or byte arrays
     * @return a {@link Long}, a {@code byte[]}, a {@link String}, a list of such, a {@link ReplyError}, or null
     * @throws IOException if the connection fails
     */
    public @Nullable Object call(Object... arguments) throws IOException {
        if (awaited > 0) {
            throw new IllegalStateException(awaited + " replies are not read yet");
        }
        scratch.clear();
        scratch.beginCommand(arguments.length);
        for (Object argument : arguments) {
            if (argument instanceof byte[] bytes) {
                scratch.bulk(bytes);
            } else {
                scratch.bulk(String.valueOf(argument));
            }
        }
        out.write(scratch.bytes(), 0, scratch.size());
        return in.read();
    }

    /**
     * Sends bytes of commands, and reads what replies have arrived meanwhile.
     *
     * @param source the bytes
     * @param from the first
     * @param length how many
     * @throws IOException if the connection fails
     */
    public void send(byte[] source, int from, int length) throws IOException {
        out.write(source, from, length);
        while (awaited > 0 && in.hasInput()) {
            skipOne();
        }
    }

    /**
     * Says that commands were sent, or are about to be, whose replies shall be skipped.
     *
     * @param replies how many
     */
    public void await(long replies) {
        awaited += replies;
    }

    /**
     * Reads all awaited replies, and keeps nothing but the first error among them.
     *
     * @return the error, or null
     * @throws IOException if the connection fails
     */
    public @Nullable ReplyError skipAwaited() throws IOException {
        while (awaited > 0) {
            skipOne();
        }
        ReplyError error = firstError;
        firstError = null;
        return error;
    }

    private void skipOne() throws IOException {
        ReplyError error = in.skip();
        awaited--;
        firstError = firstError == null ? error : firstError;
    }

    /**
     * Reads replies that are not among the awaited ones.
     *
     * @param replies how many
     * @return each as {@link #call}
     * @throws IOException if the connection fails
     */
    public List<@Nullable Object> read(int replies) throws IOException {
        List<@Nullable Object> read = new ArrayList<>(replies);
        for (int i = 0; i < replies; i++) {
            read.add(in.read());
        }
        return read;
    }

    /**
     * Reads the reply of {@code EXEC} and keeps nothing but the first error in it.
     *
     * @return what became of the transaction
     * @throws IOException if the connection fails
     */
    public Outcome readOutcome() throws IOException {
        if (in.nextIsNullList()) {
            in.skip();
            return new Outcome(false, null);
        }
        return new Outcome(true, in.skip());
    }

    /**
     * The first word of a reply that is text.
     *
     * @param reply a reply
     * @return its text, or null
     */
    public static @Nullable String text(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return reply == null ? null : String.valueOf(reply);
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }

    /**
     * What became of a transaction.
     *
     * @param executed false if something that was watched had changed: nothing was done
     * @param error the first error, or null
     */
    public record Outcome(boolean executed, @Nullable ReplyError error) {}
}
