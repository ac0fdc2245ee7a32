package io.amp4j.client.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.dataset.Json;

/** What calls send along. */
final class Bodies {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Bodies() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode json(Json json) {
        try {
            return MAPPER.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read once can be read again", e);
        }
    }
}
