package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param type of the body
 * @param body may be empty
 * @param headers more of them
 */
record Reply(int status, String type, String body, Map<String, String> headers) {
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Reply json(int status, JsonNode json) {
        return new Reply(status, "application/json", json.toString(), Map.of());
    }

    static Reply ok(JsonNode json) {
        return json(200, json);
    }

    static Reply empty(int status) {
        return new Reply(status, "application/json", "", Map.of());
    }

    static Reply page(String html) {
        return new Reply(200, "text/html; charset=utf-8", html, Map.of());
    }

    static Reply error(int status, String code, String message) {
        return json(status, object().put("error_code", code).put("error_message", message));
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }
}
