package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between the driver and fakesnow, and answers the one thing that fakesnow does not say as Snowflake's protocol has it: where a PUT
 * brings its file. It names the stage's folder on the local disk ({@code LOCAL_FS}), to which the driver copies.
 */
final class StageProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UPLOADS = "/fs_bucket/";
    private static final Set<String> HOP_BY_HOP = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "accept-encoding",
            "expect");

    private final URI server;
    private final Path bucket;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StageProxy(URI server, Path bucket) throws IOException {
        this.server = server;
        this.bucket = bucket;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            HttpResponse<byte[]> response = forward(exchange, request);
            byte[] body = withLocalStage(response.body());
            String type = response.headers().firstValue("content-type").orElse("application/json");
            exchange.getResponseHeaders().set("Content-Type", type);
            // A statement that fakesnow cannot take would be tried again and again: it is a failure that lasts.
            int status = response.statusCode() == 500 ? 200 : response.statusCode();
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private byte[] withLocalStage(byte[] body) throws IOException {
        if (body.length == 0 || body[0] != '{') {
            return body;
        }
        JsonNode answer = JSON.readTree(body);
        JsonNode stage = answer.path("data").path("stageInfo");
        String uploads = stage.path("presignedUrl").asText();
        if (uploads.isEmpty()) {
            return body;
        }
        String path = URI.create(uploads).getPath();
        Path folder = bucket.resolve(path.substring(path.indexOf(UPLOADS) + UPLOADS.length()))
                .getParent();
        ((ObjectNode) stage).put("locationType", "LOCAL_FS").put("location", folder.toString());
        return JSON.writeValueAsBytes(answer);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
