package io.amp4j.snowflake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Snowpipe Streaming, as "Snowpipe Streaming REST API endpoints" and the tutorial beside it in Snowflake's documentation describe them:
 * the account names the host that takes rows and gives a token for that host alone. A token that is no longer taken (401) is replaced once; a request
 * that is not taken yet (429, 503) is sent again after a while. Thread-safe.
 */
final class PipeHttp {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int TRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final String TOKEN_TYPE = "X-Snowflake-Authorization-Token-Type";

    private final PipeAccess access;
    private final Pause pause;
    private final HttpClient client;
    private @Nullable URI ingest;
    private @Nullable Secret scoped;

    PipeHttp(PipeAccess access, Pause pause) {
        this.access = access;
        this.pause = pause;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(access.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Sends a request to the host that takes rows.
     *
     * @param path what stands behind {@code /v2/streaming/}, with its query
     */
    JsonNode send(String method, String path, Body body) {
        Session session = session();
        boolean isRenewed = false;
        for (int tries = 1; ; tries++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(session.host().resolve("/v2/streaming/" + path))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body.bytes))
                    .header("Content-Type", body.type)
                    .header("Authorization", "Bearer " + session.token().reveal())
                    .header(TOKEN_TYPE, "OAUTH");
            if (body.isZipped) {
                request.header("Content-Encoding", "gzip");
            }
            HttpResponse<String> response = exchange(request);
            if (response.statusCode() == 401 && !isRenewed) {
                isRenewed = true;
                session = renewed(session);
            } else if (isThrottled(response) && tries < TRIES) {
                pause.of(wait(response, tries));
            } else {
                return answer(method + " " + path.replaceFirst("\\?.*", ""), response);
            }
        }
    }

    private static boolean isThrottled(HttpResponse<String> response) {
        return response.statusCode() == 429 || response.statusCode() == 503;
    }

    private static Duration wait(HttpResponse<String> response, int tries) {
        Duration own = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 6));
        Duration asked = response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(own);
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }

    private HttpResponse<String> exchange(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(ANSWER)
                .header("Accept", "application/json")
                .header("User-Agent", "amp4j")
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw PipeErrors.unreachable(request.uri().getAuthority(), e);
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }

    private static JsonNode answer(String request, HttpResponse<String> response) {
        if (response.statusCode() / 100 == 2) {
            try {
                return response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw PipeErrors.unreadable(request, e);
            }
        }
        JsonNode error = error(response.body());
        String code = error.path("code").asText(error.path("error_code").asText(""));
        throw PipeErrors.answered(
                request, response.statusCode(), code, error.path("message").asText(""));
    }

    private static JsonNode error(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private synchronized Session session() {
        URI host = ingest;
        if (host == null) {
            host = ingestHost();
            ingest = host;
        }
        Secret token = scoped;
        if (token == null) {
            token = scopedToken(host);
            scoped = token;
        }
        return new Session(host, token);
    }

    /** Another token than the one that was refused; of several that ask at once the first one fetches it. */
    private synchronized Session renewed(Session refused) {
        if (refused.token().equals(scoped)) {
            scoped = null;
        }
        return session();
    }

    /** The documentation shows JSON, the tutorial and Snowflake's own SDK take plain text: both are read. */
    private URI ingestHost() {
        String host = value(authorized("/v2/streaming/hostname").GET(), "hostname");
        // "Known issue" of the tutorial: the certificate of a host with underscores does not fit.
        String name = host.replace('_', '-');
        if (!name.matches("[A-Za-z0-9.-]+(:[0-9]+)?")) {
            throw new AmpException(
                    LoadError.DESTINATION_FAILED, "Snowflake names a host for Snowpipe Streaming that is none");
        }
        return URI.create(access.server().getScheme() + "://" + name);
    }

    private Secret scopedToken(URI host) {
        String form = "grant_type=" + encoded("urn:ietf:params:oauth:grant-type:jwt-bearer") + "&scope="
                + encoded(host.getAuthority());
        return Secret.of(value(
                authorized("/oauth/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                "token"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder authorized(String path) {
        Secret token = access.token();
        String bearer = token != null
                ? token.reveal()
                : KeyPairToken.of(access, Objects.requireNonNull(access.key())).sign(Instant.now());
        return HttpRequest.newBuilder(access.server().resolve(path))
                .header("Authorization", "Bearer " + bearer)
                .header(TOKEN_TYPE, token != null ? "OAUTH" : "KEYPAIR_JWT");
    }

    private String value(HttpRequest.Builder request, String field) {
        HttpResponse<String> response = exchange(request);
        String body = response.body().strip();
        if (response.statusCode() / 100 != 2 || body.startsWith("{")) {
            return answer("for its " + field, response).path(field).asText("");
        }
        return body;
    }

    private record Session(URI host, Secret token) {}

    /** What a request carries. */
    static final class Body {
        private final String type;
        private final byte[] bytes;
        private final boolean isZipped;

        private Body(String type, byte[] bytes, boolean isZipped) {
            this.type = type;
            this.bytes = bytes;
            this.isZipped = isZipped;
        }

        static Body json(JsonNode json) {
            return new Body("application/json", json.toString().getBytes(StandardCharsets.UTF_8), false);
        }

        /** Lines of JSON, zipped already. */
        static Body rows(byte[] zipped) {
            return new Body("application/x-ndjson", zipped, true);
        }
    }
}
