package io.amp4j.client.stream;

import static io.amp4j.client.stream.RecordJson.field;
import static io.amp4j.client.stream.RecordJson.flag;
import static io.amp4j.client.stream.RecordJson.number;
import static io.amp4j.client.stream.RecordJson.range;
import static io.amp4j.client.stream.RecordJson.readRange;
import static io.amp4j.client.stream.RecordJson.readRecords;
import static io.amp4j.client.stream.RecordJson.records;
import static io.amp4j.client.stream.RecordJson.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.BlockRange;
import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
        if (!state.ahead().isEmpty()) {
            root.set("ahead", records(state.ahead()));
        }
        root.set("voided", records(state.voided()));
        root.set("pending", records(state.pending()));
        OpenMicrobatch open = state.open();
        if (open != null) {
            root.set("open", range(open.range()).put("known", open.known()));
        }
        root.set("connection", connection(state.connection()));
        return root.toString();
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
                    root.has("ahead") ? readRecords(root, "ahead") : List.of(),
                    readRecords(root, "voided"),
                    readRecords(root, "pending"),
                    open == null ? null : new OpenMicrobatch(readRange(open), flag(open, "known")),
                    readConnection(field(root, "connection")));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new AmpException(StreamError.STATE_UNREADABLE, "this is no stream position: " + e.getMessage(), e);
        }
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
}
