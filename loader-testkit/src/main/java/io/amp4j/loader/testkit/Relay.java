package io.amp4j.loader.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server on this machine, and passes on what they say, or what a test lets through. Each connection has two threads, one for
 * each direction. Thread-safe.
 */
public final class Relay implements AutoCloseable {
    /** One connection. What it closes is its own choice; an {@link IOException} means that a side is gone, and ends its direction. */
    public interface Link {
        /**
         * Carries what the client sends, until it sends no more.
         *
         * @param client the client's end
         * @param server the server's end
         * @throws IOException if a side is gone
         */
        default void toServer(Socket client, Socket server) throws IOException {
            pass(client, server);
        }

        /**
         * Carries what the server answers, until it answers no more.
         *
         * @param server the server's end
         * @param client the client's end
         * @throws IOException if a side is gone
         */
        default void toClient(Socket server, Socket client) throws IOException {
            pass(server, client);
        }

        private static void pass(Socket from, Socket to) throws IOException {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            }
        }
    }

    /** One direction of a connection. */
    private interface Direction {
        void carry() throws IOException;
    }

    private final ServerSocket front;
    private final int port;
    private final Supplier<Link> links;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Begins to accept.
     *
     * @param front where clients connect to; closed with this
     * @param port where the server listens, on the loopback address
     * @param links makes what carries a new connection
     */
    public Relay(ServerSocket front, int port, Supplier<Link> links) {
        this.front = front;
        this.port = port;
        this.links = links;
        daemon(this::accept);
    }

    /**
     * Begins to accept on a free port of the loopback address.
     *
     * @param port where the server listens, on the loopback address
     * @param links makes what carries a new connection
     * @return it, to be closed by the caller
     * @throws IOException if no port is free
     */
    public static Relay to(int port, Supplier<Link> links) throws IOException {
        return new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, links);
    }

    /**
     * Puts TLS before a server that has none, as gateways are put there.
     *
     * @param port where the server listens, on the loopback address
     * @param own what the relay shows
     * @param clients what its clients have to show; null if they need not
     * @param protocols what it offers by ALPN, such as {@code h2}
     * @return a relay that passes everything, to be closed by the caller
     * @throws GeneralSecurityException if the JDK lacks what TLS needs
     * @throws IOException if no port is free, or a certificate's file is gone
     */
    public static Relay tls(int port, TestCertificate own, @Nullable TestCertificate clients, String... protocols)
            throws GeneralSecurityException, IOException {
        SSLServerSocket front = (SSLServerSocket) own.serverContext(clients == null ? own : clients)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        front.setNeedClientAuth(clients != null);
        SSLParameters parameters = front.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        front.setSSLParameters(parameters);
        return new Relay(front, port, () -> new Link() {});
    }

    /**
     * Where clients connect to.
     *
     * @return the port
     */
    public int port() {
        return front.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = front.accept();
            sockets.add(client);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(server);
            Link link = links.get();
            daemon(() -> link.toServer(client, server));
            daemon(() -> link.toClient(server, client));
        }
    }

    private static void daemon(Direction direction) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.carry();
                    } catch (IOException e) {
                        // A side is gone, or the test is over.
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Cuts all connections and listens no more. */
    @Override
    public void close() {
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
