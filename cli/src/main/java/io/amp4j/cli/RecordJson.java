package io.amp4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.admin.JobStatus;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Json;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.registry.VersionStatus;
import io.amp4j.client.registry.Visibility;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client's records as JSON for scripts: their components in snake_case, times in ISO 8601, durations in seconds. */
final class RecordJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Records that have a text of their own. */
    private static final Set<Class<?>> WORDS =
            Set.of(DatasetName.class, DatasetRef.class, JobStatus.class, Visibility.class, VersionStatus.class);

    private RecordJson() {}

    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NullNode.instance;
        }
        if (value instanceof JsonNode json) {
            return json;
        }
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null));
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? NODES.numberNode(optional.getAsLong()) : NullNode.instance;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? NODES.numberNode(optional.getAsDouble()) : NullNode.instance;
        }
        if (value instanceof Long || value instanceof Integer) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof Duration time) {
            return NODES.numberNode(time.toSeconds());
        }
        return structured(value);
    }

    private static JsonNode structured(Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(item -> array.add(of(item)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = NODES.objectNode();
            map.forEach((key, item) -> object.set(String.valueOf(key), of(item)));
            return object;
        }
        if (value instanceof Manifest manifest) {
            return of(manifest.json());
        }
        if (value instanceof Json json) {
            return parsed(json);
        }
        if (value instanceof Record record && !WORDS.contains(value.getClass())) {
            return members(record);
        }
        return NODES.textNode(value instanceof Instant time ? time.toString() : String.valueOf(value));
    }

    private static JsonNode parsed(Json json) {
        try {
            return MAPPER.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read once can be read again", e);
        }
    }

    private static ObjectNode members(Record record) {
        ObjectNode object = NODES.objectNode();
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                object.set(
                        snakeCase(component.getName()),
                        of(component.getAccessor().invoke(record)));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return object;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
