package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Stands between the driver and fakesnow, and answers what fakesnow does not say as Snowflake's protocol has it: where a PUT brings its file
 * (it names the stage's folder on the local disk, {@code LOCAL_FS}, to which the driver copies), which number a session has,
 * {@code SYSTEM$ABORT_SESSION}, and Snowpipe Streaming.
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

    private static final Pattern ABORT = Pattern.compile("SELECT SYSTEM\\$ABORT_SESSION\\((\\d+)\\)");

    private final AtomicLong sessions = new AtomicLong();
    private final Map<Long, String> tokens = new ConcurrentHashMap<>();
    private final URI server;
    private final Path bucket;
    private final Pipes pipes;
    private final SnowpipeStub snowpipe;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    StageProxy(URI server, Path bucket, Pipes pipes) throws IOException {
        this.pipes = pipes;
        this.snowpipe = new SnowpipeStub(pipes);
        this.server = server;
        this.bucket = bucket;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    SnowpipeStub snowpipe() {
        return snowpipe;
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            if (SnowpipeStub.speaks(exchange.getRequestURI().getPath())) {
                snowpipe.answer(exchange, request);
                return;
            }
            String statement = statement(request, exchange);
            abortSession(statement);
            if (pipes.create(statement)) {
                request = zipped(JSON.writeValueAsBytes(Map.of("sqlText", "SELECT 'created'")), exchange);
            }
            HttpResponse<byte[]> response = forward(exchange, request);
            byte[] body = completed(response.body());
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
        return send(request.build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static byte[] zipped(byte[] request, HttpExchange exchange) throws IOException {
        if (!isZipped(exchange)) {
            return request;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(request);
        }
        return bytes.toByteArray();
    }

    private static boolean isZipped(HttpExchange exchange) {
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    }

    /** What a request asks for, or nothing if it is no statement. */
    private static String statement(byte[] request, HttpExchange exchange) throws IOException {
        boolean isQuery = exchange.getRequestURI().getPath().equals("/queries/v1/query-request");
        if (!isQuery) {
            return "";
        }
        byte[] text =
                isZipped(exchange) ? new GZIPInputStream(new ByteArrayInputStream(request)).readAllBytes() : request;
        return JSON.readTree(text).path("sqlText").asText();
    }

    /** Ends a session as its client's logging out would: fakesnow rolls back what it has open. */
    private void abortSession(String statement) throws IOException {
        Matcher abort = ABORT.matcher(statement);
        String token = abort.matches() ? tokens.remove(Long.valueOf(abort.group(1))) : null;
        if (token != null) {
            send(HttpRequest.newBuilder(server.resolve("/session?delete=true"))
                    .header("Authorization", "Snowflake Token=\"" + token + "\"")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build());
        }
    }

    private byte[] completed(byte[] body) throws IOException {
        if (body.length == 0 || body[0] != '{') {
            return body;
        }
        JsonNode answer = JSON.readTree(body);
        String token = answer.path("data").path("token").asText();
        if (!token.isEmpty()) {
            long number = sessions.incrementAndGet();
            tokens.put(number, token);
            ((ObjectNode) answer.get("data")).put("sessionId", number);
            return JSON.writeValueAsBytes(answer);
        }
        return withLocalStage(body, answer);
    }

    private byte[] withLocalStage(byte[] body, JsonNode answer) throws IOException {
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
