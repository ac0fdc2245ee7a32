package io.amp4j.client.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.dataset.Json;

/** What calls send along. */
public final class Bodies {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Bodies() {}

    /**
     * An object to fill.
     *
     * @return without members
     */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * JSON to send along as it is.
     *
     * @param json the value
     * @return the same value
     */
    public static JsonNode json(Json json) {
        try {
            return MAPPER.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read once can be read again", e);
        }
    }
}
