package io.amp4j.loader.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a loader and a server on this machine, and loses a connection around a commit: so a test decides whether an outcome that the loader cannot
 * know was a commit or none. Thread-safe.
 *
 * <pre>{@code
 * try (CutProxy proxy = new CutProxy(server.port(), "COMMIT")) {
 *     LoadSession session = open("postgresql://postgres@127.0.0.1:" + proxy.port() + "/test");
 *     proxy.nextCommit(CutProxy.Fate.ANSWER_LOST);
 *     // the next commit fails, and recover() finds that it happened
 * }
 * }</pre>
 */
public final class CutProxy implements AutoCloseable {
    /** What becomes of a commit. */
    public enum Fate {
        /** It passes. */
        PASSED,
        /** It reaches the server, the answer does not reach the client. */
        ANSWER_LOST,
        /** It is held back, the client's connection is cut, and the server's stays open. */
        HELD_BACK
    }

    private final Relay relay;
    private final String commit;
    private final AtomicReference<Fate> next = new AtomicReference<>(Fate.PASSED);
    private final List<Held> held = new CopyOnWriteArrayList<>();

    private record Held(OutputStream server, String bytes) {}

    /**
     * Listens on a free port of the loopback address.
     *
     * @param port where the server listens, on the loopback address
     * @param commit what a client's bytes contain where they ask for a commit, such as {@code COMMIT}; ASCII, sent in one piece
     * @throws IOException if no port is free
     */
    public CutProxy(int port, String commit) throws IOException {
        this.commit = commit;
        this.relay = Relay.to(port, Connection::new);
    }

    /**
     * Where clients connect to.
     *
     * @return the port
     */
    public int port() {
        return relay.port();
    }

    /**
     * Decides what becomes of the next commit, on whichever connection it comes; those behind it pass.
     *
     * @param fate its fate
     */
    public void nextCommit(Fate fate) {
        next.set(fate);
    }

    /** Sends what was held back after all, since a network may deliver late. Nothing happens where the server has closed the connection. */
    public void deliverHeld() {
        try {
            for (Held late : held) {
                late.server().write(late.bytes().getBytes(StandardCharsets.ISO_8859_1));
                late.server().flush();
            }
        } catch (IOException e) {
            // The server has closed it, as it may.
        }
    }

    private final class Connection implements Relay.Link {
        private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.PASSED);

        @Override
        public void toServer(Socket client, Socket server) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (isCommit(buffer, n) && fate.compareAndSet(Fate.PASSED, next.getAndSet(Fate.PASSED))) {
                    if (fate.get() == Fate.HELD_BACK) {
                        held.add(new Held(out, new String(buffer, 0, n, StandardCharsets.ISO_8859_1)));
                        client.close();
                        return;
                    }
                }
                out.write(buffer, 0, n);
            }
            server.close();
        }

        @Override
        public void toClient(Socket server, Socket client) throws IOException {
            byte[] buffer = new byte[64 * 1024];
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0 && fate.get() != Fate.ANSWER_LOST; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            client.close();
        }

        private boolean isCommit(byte[] buffer, int length) {
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(commit);
        }
    }

    /** Cuts all connections and listens no more. */
    @Override
    public void close() {
        relay.close();
    }
}
