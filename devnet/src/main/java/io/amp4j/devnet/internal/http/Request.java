package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A call that found its route.
 *
 * @param path what stands in the path where the route has a name
 * @param query the parameters behind it
 * @param token the bearer token, if there is one
 * @param origin the server as the caller addressed it, such as {@code http://127.0.0.1:1610}
 * @param text the body
 */
record Request(
        Map<String, String> path, Map<String, String> query, Optional<String> token, String origin, String text) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no '" + name + "'");
        }
        return value;
    }

    long id(String name, String errorCode) {
        String value = path(name);
        if (!value.matches("[1-9]\\d{0,17}")) {
            throw HttpRefusal.badRequest(errorCode, "invalid id: " + value);
        }
        return Long.parseLong(value);
    }

    Optional<String> query(String name, String pattern, String errorCode) {
        String value = query.get(name);
        if (value != null && !value.matches(pattern)) {
            throw HttpRefusal.badRequest(errorCode, "invalid value of " + name + ": " + value);
        }
        return Optional.ofNullable(value);
    }

    JsonNode json(String errorCode) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw HttpRefusal.badRequest(errorCode, "the body is not JSON: " + e.getOriginalMessage());
        }
        throw HttpRefusal.badRequest(errorCode, "the body is no JSON object");
    }

    static String text(JsonNode body, String name, String errorCode) {
        JsonNode value = body.get(name);
        if (value == null || !value.isTextual()) {
            throw HttpRefusal.badRequest(errorCode, "missing field: " + name);
        }
        return value.textValue();
    }
}
