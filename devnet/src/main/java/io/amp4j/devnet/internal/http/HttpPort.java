package io.amp4j.devnet.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening side: HTTP on 127.0.0.1, a thread for each running call. */
public final class HttpPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int LARGEST_BODY = 16 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "amp-devnet-http");
        thread.setDaemon(true);
        return thread;
    });
    private final Services services;

    /**
     * Starts to listen.
     *
     * @param port the port, or 0 for a free one
     * @param services what is answered
     * @throws IOException if the port cannot be had
     */
    public HttpPort(int port, Services services) throws IOException {
        this.services = services;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** {@return the port that clients connect to} */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        try {
            String path = exchange.getRequestURI().getRawPath();
            Optional<Reply> fault = services.faults().next(path);
            if (fault.isPresent()) {
                return fault.get();
            }
            Optional<Routes.Match> match = services.routes().find(exchange.getRequestMethod(), path);
            if (match.isEmpty()) {
                return Reply.error(404, "NOT_FOUND", "no route for " + exchange.getRequestMethod() + " " + path);
            }
            Optional<String> token = token(exchange);
            if (!isAllowed(match.get().access(), token)) {
                return Reply.error(401, "UNAUTHORIZED", "missing or invalid bearer token");
            }
            String query = exchange.getRequestURI().getRawQuery();
            return match.get()
                    .answer()
                    .apply(new Request(
                            match.get().path(),
                            Request.query(query == null ? "" : query),
                            token,
                            "http://127.0.0.1:" + port(),
                            new String(body, StandardCharsets.UTF_8)));
        } catch (HttpRefusal e) {
            return Reply.error(e.status(), e.code(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Reply.error(400, "INVALID_PATH", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn("a call failed", e);
            return Reply.error(500, "INTERNAL_ERROR", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> token(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("authorization"))
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
    }

    private boolean isAllowed(Routes.Access access, Optional<String> token) {
        Predicate<Optional<String>> check = switch (access) {
            case PUBLIC -> any -> true;
            case SERVER -> services.access()::allows;
            case OWNER -> services.access()::isKnown;
        };
        return check.test(token);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("content-type", reply.type());
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
