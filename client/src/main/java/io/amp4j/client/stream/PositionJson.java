package io.amp4j.client.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A position as JSON, field by field: the format is ours to keep, not a library's view of our classes. */
final class PositionJson {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PositionJson() {}

    static String write(PositionState state) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        if (state.history().origin() instanceof StreamOrigin.FromBlock from) {
            root.put("from", from.block());
        }
        root.set("committed", records(state.history().records()));
        root.set("voided", records(state.voided()));
        root.set("pending", records(state.pending()));
        OpenMicrobatch open = state.open();
        if (open != null) {
            root.set("open", range(open.range()).put("known", open.known()));
        }
        root.set("connection", connection(state.connection()));
        return root.toString();
    }

    private static ArrayNode records(List<StreamRecord> records) {
        ArrayNode array = MAPPER.createArrayNode();
        for (StreamRecord record : records) {
            ObjectNode node = range(record.range());
            putIfPresent(node, "id", record.id());
            putIfPresent(node, "committed_at", record.committedAt());
            putIfPresent(node, "attempt", record.attempt());
            array.add(node);
        }
        return array;
    }

    private static ObjectNode range(BlockRange range) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("network", range.network())
                .put("start", range.start())
                .put("end", range.end());
        putIfPresent(node, "hash", range.hash());
        putIfPresent(node, "prev_hash", range.prevHash());
        return node;
    }

    private static ObjectNode connection(Connection connection) {
        ObjectNode node =
                MAPPER.createObjectNode().put("closed", connection.closed()).put("placed", connection.placed());
        Cursor behind = connection.behind();
        if (behind != null) {
            ObjectNode cursor = node.putObject("behind");
            behind.blocks()
                    .forEach((network, block) -> cursor.putObject(network)
                            .put("number", block.number())
                            .put("hash", block.hash()));
        }
        BlockRange last = connection.last();
        if (last != null) {
            node.set("last", range(last));
        }
        return node;
    }

    private static void putIfPresent(ObjectNode node, String field, @Nullable Object value) {
        if (value != null) {
            node.put(field, value.toString());
        }
    }

    static PositionState read(String json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            int version = (int) number(root, "version");
            if (version != VERSION) {
                throw new AmpException(
                        StreamError.STATE_UNREADABLE,
                        "the stream position has version " + version + ", this release reads " + VERSION);
            }
            JsonNode from = root.get("from");
            StreamOrigin origin = from == null ? StreamOrigin.earliest() : StreamOrigin.from(number(root, "from"));
            JsonNode open = root.get("open");
            return new PositionState(
                    new StreamHistory(origin, readRecords(root, "committed")),
                    readRecords(root, "voided"),
                    readRecords(root, "pending"),
                    open == null ? null : new OpenMicrobatch(readRange(open), flag(open, "known")),
                    readConnection(field(root, "connection")));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new AmpException(StreamError.STATE_UNREADABLE, "this is no stream position: " + e.getMessage(), e);
        }
    }

    private static List<StreamRecord> readRecords(JsonNode root, String name) {
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

    private static BlockRange readRange(JsonNode node) {
        return new BlockRange(
                text(node, "network"),
                number(node, "start"),
                number(node, "end"),
                textOrNull(node, "hash"),
                textOrNull(node, "prev_hash"));
    }

    private static Connection readConnection(JsonNode node) {
        JsonNode behind = node.get("behind");
        JsonNode last = node.get("last");
        return new Connection(
                behind == null ? null : readCursor(behind),
                last == null ? null : readRange(last),
                flag(node, "closed"),
                flag(node, "placed"));
    }

    private static Cursor readCursor(JsonNode node) {
        Map<String, BlockRef> blocks = new TreeMap<>();
        node.properties()
                .forEach(entry -> blocks.put(
                        entry.getKey(),
                        new BlockRef(number(entry.getValue(), "number"), text(entry.getValue(), "hash"))));
        return new Cursor(blocks);
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return value;
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " is no whole number");
        }
        return value.longValue();
    }

    private static boolean flag(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    private static String text(JsonNode node, String name) {
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
