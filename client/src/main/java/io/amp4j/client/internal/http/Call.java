package io.amp4j.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One call, before it is sent. Not thread-safe. */
public final class Call {
    private final JsonHttp http;
    private final String method;
    private final StringBuilder target = new StringBuilder();
    private char separator = '?';
    private @Nullable JsonNode body;

    Call(JsonHttp http, String method, String... path) {
        this.http = http;
        this.method = method;
        for (String segment : path) {
            target.append('/').append(encoded(segment));
        }
    }

    /**
     * A parameter in the query.
     *
     * @param name its name
     * @param value its value; null leaves it out
     * @return this
     */
    public Call query(String name, @Nullable Object value) {
        if (value != null) {
            target.append(separator).append(name).append('=').append(encoded(value.toString()));
            separator = '&';
        }
        return this;
    }

    /**
     * What to send along.
     *
     * @param json the body
     * @return this
     */
    public Call body(JsonNode json) {
        body = json;
        return this;
    }

    /** Sends the call and waits; whatever comes with the answer is left out. */
    public void run() {
        http.send(method, target.toString(), body);
    }

    /**
     * Sends the call and waits for JSON.
     *
     * @return the answer
     */
    public Fields answer() {
        HttpAnswer answer = http.send(method, target.toString(), body);
        JsonNode json = answer.json().orElseThrow(() -> http.errors().notJson(answer));
        return new Fields(json, "it", http.errors());
    }

    /** A segment that is only dots would climb out of its place. */
    private static String encoded(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
    }
}
