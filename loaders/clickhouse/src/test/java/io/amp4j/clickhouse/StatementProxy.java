package io.amp4j.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a loader and the server, and knows statements by a part of their names: it keeps one back until it is released, or loses its
 * answer. What a client sent before it went away still arrives.
 */
final class StatementProxy implements AutoCloseable {
    private final ServerSocket front;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable String kept;
    private volatile boolean hangsUp;
    private volatile @Nullable String lost;

    StatementProxy(ServerSocket front, int port) {
        this.front = front;
        this.port = port;
        start(this::accept);
    }

    static StatementProxy to(ClickHouseServer server) throws IOException {
        return new StatementProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.httpPort());
    }

    int port() {
        return front.getLocalPort();
    }

    /** Keeps back the statement whose name holds this text. */
    void keep(String name) {
        kept = name;
    }

    /** Keeps it back, and lets its client believe that the connection broke. */
    void keepAndHangUp(String name) {
        hangsUp = true;
        keep(name);
    }

    void awaitKept() throws InterruptedException {
        require(held);
    }

    /** Lets it go on, and waits until the server has answered it. */
    void release() throws InterruptedException {
        released.countDown();
        require(answered);
    }

    /** Passes on the statement whose name holds this text, and breaks the connection when its answer comes. */
    void loseAnswerOf(String name) {
        lost = name;
    }

    private static void require(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("it did not happen");
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.add(client);
                sockets.add(server);
                Exchange exchange = new Exchange(client, server);
                start(exchange::forward);
                start(exchange::back);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "statement-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private final class Exchange {
        private final Socket client;
        private final Socket server;
        private volatile boolean wasKept;
        private volatile boolean losesAnswer;

        Exchange(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forward() {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    look(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    out.write(buffer, 0, count);
                    out.flush();
                }
                server.shutdownOutput();
            } catch (IOException e) {
                // the server ended it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void look(String sent) throws InterruptedException, IOException {
            String name = kept;
            if (name != null && sent.contains(name)) {
                kept = null;
                wasKept = true;
                if (hangsUp) {
                    client.shutdownOutput();
                }
                held.countDown();
                released.await();
            }
            String unheard = lost;
            if (unheard != null && sent.contains(unheard)) {
                losesAnswer = true;
                lost = null;
            }
        }

        void back() {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = server.getInputStream();
                for (int count = in.read(buffer); count >= 0 && !losesAnswer; count = in.read(buffer)) {
                    if (wasKept) {
                        answered.countDown();
                    }
                    client.getOutputStream().write(buffer, 0, count);
                    client.getOutputStream().flush();
                }
                client.close();
            } catch (IOException e) {
                // the client is gone
            }
            if (wasKept) {
                answered.countDown();
            }
        }
    }

    @Override
    public void close() {
        released.countDown();
        try {
            front.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
