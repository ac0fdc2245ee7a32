package io.amp4j.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Snowpipe Streaming's HTTP as Snowflake documents it: the host of an account, a token for it, named channels. Rows become rows of the table later, as there: a
 * request's when the next one comes, the last one's when somebody asks for the second time; and where a channel is opened again while rows are under way, every other time
 * those were just committed, else they are discarded. Failures are answered in turn, each once.
 */
final class SnowpipeStub {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHANNEL = Pattern.compile(
            "/v2/streaming/(data/)?databases/([^/]+)/schemas/([^/]+)/pipes/([^/:]+)/channels/([^/]+)(/rows)?");
    private static final Pattern STATUS =
            Pattern.compile("/v2/streaming/databases/([^/]+)/schemas/([^/]+)/pipes/([^/:]+):bulk-channel-status");

    private final Sink sink;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicInteger races = new AtomicInteger();

    /** Takes committed rows, and says how many of them it refuses. */
    interface Sink {
        int accept(String pipe, List<JsonNode> rows);
    }

    /** An answer in the place of the right one, to the next request whose path contains a text. */
    record Failure(String path, int status, String code) {}

    SnowpipeStub(Sink sink) {
        this.sink = sink;
    }

    void fail(String path, int status, String code) {
        failures.add(new Failure(path, status, code));
    }

    /** The requests so far: method and path. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The tokens given out so far are taken no more. */
    void expireTokens() {
        tokens.incrementAndGet();
    }

    static boolean speaks(String path) {
        return path.startsWith("/v2/streaming/") || path.equals("/oauth/token");
    }

    void answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        Answer answer = failure(path);
        if (answer == null) {
            answer = answer(exchange, path, body);
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (answer.status() == 429 || answer.status() == 503) {
            exchange.getResponseHeaders().set("Retry-After", "0");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Answer failure(String path) {
        Failure next = failures.peek();
        if (next == null || !path.contains(next.path()) || !failures.remove(next)) {
            return null;
        }
        return error(next.status(), next.code());
    }

    private static Answer error(int status, String code) {
        ObjectNode error = JSON.createObjectNode().put("code", code).put("message", "as the test wants it");
        return new Answer(status, code.isEmpty() ? "" : error.toString());
    }

    private Answer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (path.equals("/v2/streaming/hostname")) {
            return isJwt(exchange, bearer) ? ok(Map.of("hostname", host)) : error(401, "");
        } else if (path.equals("/oauth/token")) {
            Map<String, String> form = query(new String(body, StandardCharsets.UTF_8));
            boolean fits = "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                    && host.equals(form.get("scope"));
            return fits && isJwt(exchange, bearer) ? ok(Map.of("token", scoped())) : error(401, "");
        } else if (!("Bearer " + scoped()).equals(bearer)) {
            return error(401, "");
        }
        Matcher channel = CHANNEL.matcher(path);
        if (channel.matches()) {
            return onChannel(exchange, channel, body);
        }
        Matcher status = STATUS.matcher(path);
        return status.matches()
                ? statuses(pipe(status, 1), JSON.readTree(body).path("channel_names"))
                : error(404, "NOT_FOUND");
    }

    private String scoped() {
        return "scoped-" + tokens.get();
    }

    private static boolean isJwt(HttpExchange exchange, String bearer) {
        boolean isKeyPair =
                "KEYPAIR_JWT".equals(exchange.getRequestHeaders().getFirst("X-Snowflake-Authorization-Token-Type"));
        return bearer != null && (!isKeyPair || bearer.split("\\.").length == 3);
    }

    private Answer onChannel(HttpExchange exchange, Matcher path, byte[] body) throws IOException {
        String pipe = pipe(path, 2);
        Channel channel =
                channels.computeIfAbsent(pipe + "/" + path.group(5), name -> new Channel(pipe, path.group(5)));
        boolean isAppend = path.group(1) != null && path.group(6) != null && method(exchange, "POST");
        synchronized (channel) {
            if (isAppend) {
                byte[] rows = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
                return append(channel, query(exchange.getRequestURI().getRawQuery()), rows, body.length);
            } else if (path.group(1) == null && path.group(6) == null && method(exchange, "PUT")) {
                return open(channel);
            }
            return error(404, "NOT_FOUND");
        }
    }

    private static boolean method(HttpExchange exchange, String method) {
        return exchange.getRequestMethod().equals(method);
    }

    private Answer open(Channel channel) {
        if (channel.pending != null && races.incrementAndGet() % 2 == 0) {
            commit(channel);
        }
        channel.pending = null;
        channel.sequencer++;
        channel.row = 0;
        ObjectNode answer = JSON.createObjectNode().put("next_continuation_token", channel.token());
        answer.set("channel_status", status(channel, "rows_error_count"));
        return new Answer(200, answer.toString());
    }

    private Answer append(Channel channel, Map<String, String> query, byte[] rows, int sent) throws IOException {
        if (sent > 4_000_000) {
            return error(413, "");
        } else if (!channel.token().equals(query.get("continuationToken"))) {
            return error(400, "STALE_CONTINUATION_TOKEN_SEQUENCER");
        }
        commit(channel);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : new String(rows, StandardCharsets.UTF_8).split("\n")) {
            lines.add(JSON.readTree(line));
        }
        channel.pending = lines;
        channel.pendingOffset = query.get("endOffsetToken");
        channel.polls = 0;
        channel.row++;
        return ok(Map.of("next_continuation_token", channel.token()));
    }

    private void commit(Channel channel) {
        if (channel.pending != null) {
            channel.errors += sink.accept(channel.pipe, channel.pending);
            channel.offset = channel.pendingOffset;
            channel.pending = null;
        }
    }

    private Answer statuses(String pipe, JsonNode names) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode statuses = answer.putObject("channel_statuses");
        for (JsonNode name : names) {
            Channel channel = channels.get(pipe + "/" + name.asText());
            if (channel != null) {
                synchronized (channel) {
                    if (++channel.polls > 1) {
                        commit(channel);
                    }
                    statuses.set(name.asText(), status(channel, "rows_errors"));
                }
            }
        }
        return new Answer(200, answer.toString());
    }

    private static ObjectNode status(Channel channel, String errors) {
        return JSON.createObjectNode()
                .put("channel_status_code", "ACTIVE")
                .put("channel_name", channel.name)
                .put("last_committed_offset_token", channel.offset)
                .put(errors, channel.errors)
                .put("last_error_message", channel.errors == 0 ? null : "Numeric value 'x' is not recognized");
    }

    private static Answer ok(Map<String, String> fields) {
        ObjectNode answer = JSON.createObjectNode();
        fields.forEach(answer::put);
        return new Answer(200, answer.toString());
    }

    private static String pipe(Matcher path, int first) {
        return decoded(path.group(first)) + "." + decoded(path.group(first + 1)) + "." + decoded(path.group(first + 2));
    }

    /** An identifier in a path, as it is kept: what is in quotes as it is. */
    private static String decoded(String segment) {
        String name = URLDecoder.decode(segment, StandardCharsets.UTF_8);
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> query(String text) {
        return text == null
                ? new HashMap<>()
                : Arrays.stream(text.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private record Answer(int status, String body) {}

    private static final class Channel {
        private final String pipe;
        private final String name;
        private int sequencer;
        private int row;
        private String offset;
        private long errors;
        private List<JsonNode> pending;
        private String pendingOffset;
        private int polls;

        Channel(String pipe, String name) {
            this.pipe = pipe;
            this.name = name;
        }

        String token() {
            return sequencer + "_" + row;
        }
    }
}
