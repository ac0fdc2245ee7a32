package io.amp4j.client.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records and ranges as JSON. Whatever is missing or of another kind is an {@link IllegalArgumentException}. */
final class RecordJson {
    private RecordJson() {}

    static ArrayNode records(List<StreamRecord> records) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (StreamRecord record : records) {
            ObjectNode node = range(record.range());
            putIfPresent(node, "id", record.id());
            putIfPresent(node, "committed_at", record.committedAt());
            putIfPresent(node, "attempt", record.attempt());
            array.add(node);
        }
        return array;
    }

    static ObjectNode range(BlockRange range) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("network", range.network())
                .put("start", range.start())
                .put("end", range.end());
        putIfPresent(node, "hash", range.hash());
        putIfPresent(node, "prev_hash", range.prevHash());
        return node;
    }

    private static void putIfPresent(ObjectNode node, String field, @Nullable Object value) {
        if (value != null) {
            node.put(field, value.toString());
        }
    }

    static List<StreamRecord> readRecords(JsonNode root, String name) {
        List<StreamRecord> records = new ArrayList<>();
        for (JsonNode node : field(root, name)) {
            String id = textOrNull(node, "id");
            String at = textOrNull(node, "committed_at");
            records.add(new StreamRecord(
                    id == null ? null : new BatchId(id),
                    readRange(node),
                    at == null ? null : Instant.parse(at),
                    textOrNull(node, "attempt")));
        }
        return records;
    }

    static BlockRange readRange(JsonNode node) {
        return new BlockRange(
                text(node, "network"),
                number(node, "start"),
                number(node, "end"),
                textOrNull(node, "hash"),
                textOrNull(node, "prev_hash"));
    }

    static JsonNode field(JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return value.longValue();
    }

    static boolean flag(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.textValue();
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        return node.has(name) ? text(node, name) : null;
    }
}
