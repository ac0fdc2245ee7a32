package io.amp4j.loader.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

    private final ServerSocket listener;
    private final int port;
    private final String commit;
    private final AtomicReference<Fate> next = new AtomicReference<>(Fate.PASSED);
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private record Held(OutputStream server, String bytes) {}

    /**
     * Listens on a free port of the loopback address.
     *
     * @param port where the server listens, on the loopback address
     * @param commit what a client's bytes contain where they ask for a commit, such as {@code COMMIT}; ASCII, sent in one piece
     * @throws IOException if no port is free
     */
    public CutProxy(int port, String commit) throws IOException {
        this.port = port;
        this.commit = commit;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /**
     * Where clients connect to.
     *
     * @return the port
     */
    public int port() {
        return listener.getLocalPort();
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

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                AtomicReference<Fate> fate = new AtomicReference<>(Fate.PASSED);
                daemon(() -> toServer(client, server, fate));
                daemon(() -> toClient(server, client, fate));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void toServer(Socket client, Socket server, AtomicReference<Fate> fate) {
        byte[] buffer = new byte[64 * 1024];
        try {
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
        } catch (IOException e) {
            // One side is gone, and so is the other.
        }
    }

    private static void toClient(Socket server, Socket client, AtomicReference<Fate> fate) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (fate.get() == Fate.ANSWER_LOST) {
                    break;
                }
                out.write(buffer, 0, n);
            }
            client.close();
        } catch (IOException e) {
            // One side is gone, and so is the other.
        }
    }

    private boolean isCommit(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(commit);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cut-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts all connections and listens no more. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
