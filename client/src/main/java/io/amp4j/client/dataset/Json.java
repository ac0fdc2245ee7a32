package io.amp4j.client.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** JSON whose shape only the server knows: a manifest, a job's descriptor, a provider's settings. Immutable. */
public final class Json {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    /**
     * Reads JSON.
     *
     * @param text one JSON value
     * @return the value
     * @throws AmpException with code {@code AMP-BAD-OPTION} if the text is anything else; it says where, and repeats nothing of it
     */
    public static Json parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node != null && !node.isMissingNode()) {
                return new Json(node);
            }
            throw notJson("it is empty");
        } catch (JsonProcessingException e) {
            throw notJson("line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    private static AmpException notJson(String where) {
        return new AmpException(ClientError.BAD_OPTION, "this is not JSON: " + where);
    }

    /**
     * A member, or a member of a member.
     *
     * @param path the names, from the outside in
     * @return the value, or empty if it is missing or null
     */
    public Optional<Json> at(String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(new Json(found));
    }

    /**
     * This as a text.
     *
     * @return the text; empty if this is none
     */
    public Optional<String> asText() {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /**
     * This as a whole number.
     *
     * @return the number; empty if this is none, or does not fit
     */
    public OptionalLong asLong() {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    /**
     * This as a truth value.
     *
     * @return the value; empty if this is none
     */
    public Optional<Boolean> asBoolean() {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    /**
     * Whether this is an object.
     *
     * @return true if it has names
     */
    public boolean isObject() {
        return node.isObject();
    }

    /**
     * The members of an object, in their order; those that are null are left out.
     *
     * @return an immutable map; empty if this is no object
     */
    public Map<String, Json> members() {
        Map<String, Json> members = new LinkedHashMap<>();
        node.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                members.put(member.getKey(), new Json(member.getValue()));
            }
        });
        return Collections.unmodifiableMap(members);
    }

    /**
     * The items of a list.
     *
     * @return an immutable list; empty if this is no list
     */
    public List<Json> items() {
        List<Json> items = new ArrayList<>(node.size());
        if (node.isArray()) {
            node.forEach(item -> items.add(new Json(item)));
        }
        return Collections.unmodifiableList(items);
    }

    /**
     * As text on many lines, for people.
     *
     * @return the text
     */
    public String pretty() {
        return node.toPrettyString();
    }

    /** As text on one line. */
    @Override
    public String toString() {
        return node.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && json.node.equals(node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }
}
