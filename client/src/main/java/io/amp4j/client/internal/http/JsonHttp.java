package io.amp4j.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.ApiException;
import io.amp4j.client.ClientError;
import io.amp4j.client.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one HTTP service. Redirects are never followed, as the token would follow, too. Reading calls are tried again where the
 * service says that it is only busy; whatever changes something is sent once. Thread-safe.
 */
public final class JsonHttp {
    private static final long LARGEST_ANSWER = 64L << 20;
    private static final int TRIES = 3;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final HttpOptions options;
    private final HttpErrors errors;
    private @Nullable HttpClient client;

    /**
     * A way to one service; nothing is sent yet.
     *
     * @param options how to call it
     * @param errors how its refusals are to be read
     */
    public JsonHttp(HttpOptions options, HttpErrors errors) {
        this.options = options;
        this.errors = errors;
    }

    /**
     * How this service is called.
     *
     * @return the options
     */
    public HttpOptions options() {
        return options;
    }

    /**
     * How its refusals are read.
     *
     * @return the errors
     */
    public HttpErrors errors() {
        return errors;
    }

    /**
     * A call that only reads.
     *
     * @param path the segments of its path, not encoded
     * @return the call
     */
    public Call get(String... path) {
        return new Call(this, "GET", path);
    }

    /**
     * A call that creates or does something.
     *
     * @param path the segments of its path, not encoded
     * @return the call
     */
    public Call post(String... path) {
        return new Call(this, "POST", path);
    }

    /**
     * A call that sets something.
     *
     * @param path the segments of its path, not encoded
     * @return the call
     */
    public Call put(String... path) {
        return new Call(this, "PUT", path);
    }

    /**
     * A call that changes a part of something.
     *
     * @param path the segments of its path, not encoded
     * @return the call
     */
    public Call patch(String... path) {
        return new Call(this, "PATCH", path);
    }

    /**
     * A call that removes something.
     *
     * @param path the segments of its path, not encoded
     * @return the call
     */
    public Call delete(String... path) {
        return new Call(this, "DELETE", path);
    }

    HttpAnswer send(String method, String target, @Nullable JsonNode body) {
        Duration wait = FIRST_WAIT;
        for (int attempt = 1; ; attempt++) {
            try {
                return sendOnce(method, target, body);
            } catch (ApiException e) {
                Duration asked = e.retryAfter().orElse(wait);
                if (!method.equals("GET") || !isBusy(e) || attempt == TRIES || asked.compareTo(LONGEST_WAIT) > 0) {
                    throw e;
                }
                pause(asked);
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static boolean isBusy(ApiException e) {
        return e.status() == 429 || e.status() == 503;
    }

    private static void pause(Duration wait) {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpErrors.interrupted(e);
        }
    }

    /** A token that the service refuses is renewed once, where its source can do that. */
    private HttpAnswer sendOnce(String method, String target, @Nullable JsonNode body) {
        TokenSource tokens = options.tokens();
        String token = tokens.token();
        HttpAnswer answer = exchange(request(method, target, body, token));
        if (answer.status() == 401 && token != null) {
            String renewed = tokens.renewed(token);
            if (renewed != null) {
                token = renewed;
                answer = exchange(request(method, target, body, token));
            }
        }
        if (!answer.isSuccess()) {
            throw errors.of(answer, token);
        }
        return answer;
    }

    private HttpRequest request(String method, String target, @Nullable JsonNode body, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(options.base() + target))
                .timeout(options.callTimeout())
                .header("accept", "application/json")
                .header("user-agent", options.userAgent());
        options.headers().forEach(request::header);
        if (token != null) {
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new AmpException(
                        ClientError.CREDENTIALS, "the token is empty or has characters that no token can have");
            }
            request.header("authorization", "Bearer " + token);
        }
        if (body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        return request.header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** The time-out is for the whole answer: the JDK's own ends with its headers. */
    private HttpAnswer exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client().sendAsync(request, unused -> new LimitedBody(LARGEST_ANSWER));
        try {
            return new HttpAnswer(sent.get(options.callTimeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw HttpErrors.interrupted(e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw errors.timedOut(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private AmpException failure(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof AmpException known) {
                return new AmpException(known.code(), options.service() + ": " + known.getMessage(), known);
            }
        }
        return errors.of(cause instanceof IOException e ? e : new IOException(cause));
    }

    /** Made when it is first needed: a JVM that only asks Flight should not pay for it. */
    private synchronized HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(options.connectTimeout());
            options.tls().context().ifPresent(builder::sslContext);
            client = builder.build();
        }
        return client;
    }
}
