package io.amp4j.clickhouse;

import io.amp4j.loader.testkit.Relay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a loader and the server, and knows statements by a part of their names: it keeps one back until it is released, or loses its
 * answer. What a client sent before it went away still arrives.
 */
final class StatementProxy implements AutoCloseable {
    private final Relay relay;
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable String kept;
    private volatile boolean hangsUp;
    private volatile @Nullable String lost;

    StatementProxy(ServerSocket front, int port) {
        relay = new Relay(front, port, Exchange::new);
    }

    static StatementProxy to(ClickHouseServer server) throws IOException {
        return new StatementProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server.httpPort());
    }

    int port() {
        return relay.port();
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

    private final class Exchange implements Relay.Link {
        private volatile boolean wasKept;
        private volatile boolean losesAnswer;

        @Override
        public void toServer(Socket client, Socket server) throws IOException {
            byte[] buffer = new byte[1 << 16];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            try {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    look(new String(buffer, 0, count, StandardCharsets.ISO_8859_1), client);
                    out.write(buffer, 0, count);
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            server.shutdownOutput();
        }

        private void look(String sent, Socket client) throws InterruptedException, IOException {
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

        @Override
        public void toClient(Socket server, Socket client) throws IOException {
            byte[] buffer = new byte[1 << 16];
            InputStream in = server.getInputStream();
            try (client) {
                for (int count = in.read(buffer); count >= 0 && !losesAnswer; count = in.read(buffer)) {
                    if (wasKept) {
                        answered.countDown();
                    }
                    client.getOutputStream().write(buffer, 0, count);
                    client.getOutputStream().flush();
                }
            } finally {
                if (wasKept) {
                    answered.countDown();
                }
            }
        }
    }

    @Override
    public void close() {
        released.countDown();
        relay.close();
    }
}
