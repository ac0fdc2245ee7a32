package io.amp4j.loader.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stream state as JSON, for stores that keep it as text. Stateless and thread-safe.
 *
 * <p>The form has a version, and fields that are not known are ignored: a newer amp4j may add some.
 */
public final class StreamStateJson {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StreamStateJson() {}

    /**
     * Writes a whole state.
     *
     * @param state the state
     * @return JSON text on one line
     */
    public static String write(StreamState state) {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.set("header", header(state.header()));
        json.set("records", array(state.records(), StreamStateJson::record));
        json.set("loads", array(state.loads(), StreamStateJson::load));
        return json.toString();
    }

    /**
     * Writes a change, for stores that keep a log of them.
     *
     * @param change the change
     * @return JSON text on one line
     */
    public static String write(StateChange change) {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.set("removed", array(change.removed(), StreamStateJson::record));
        json.set("added", array(change.added(), StreamStateJson::record));
        if (change.load() != null) {
            json.set("load", load(change.load()));
        }
        return json.toString();
    }

    /**
     * Reads what {@link #write(StreamState)} wrote.
     *
     * @param text the JSON text
     * @return the state
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE} if it is not such a text
     */
    public static StreamState readState(String text) {
        return reading(
                text,
                json -> new StreamState(
                        readHeader(need(json, "header")),
                        list(json, "records", StreamStateJson::readRecord),
                        list(json, "loads", StreamStateJson::readLoad)));
    }

    /**
     * Reads what {@link #write(StateChange)} wrote.
     *
     * @param text the JSON text
     * @return the change
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE} if it is not such a text
     */
    public static StateChange readChange(String text) {
        return reading(
                text,
                json -> new StateChange(
                        list(json, "removed", StreamStateJson::readRecord),
                        list(json, "added", StreamStateJson::readRecord),
                        json.hasNonNull("load") ? readLoad(json.get("load")) : null));
    }

    private static <T> T reading(String text, Function<JsonNode, T> reader) {
        try {
            JsonNode json = MAPPER.readTree(text);
            int version = need(json, "version").asInt();
            if (version != VERSION) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        "the stream state has version " + version + ", this amp4j reads " + VERSION
                                + ": use a newer one");
            }
            return reader.apply(json);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new AmpException(LoadError.STATE_UNREADABLE, "the stream state cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode header(StreamHeader header) {
        ObjectNode json = MAPPER.createObjectNode().put("stream_id", header.streamId());
        json.put("table_schema", header.table().schema())
                .put("table", header.table().name());
        json.put("from_block", header.fromBlock()).put("to_block", header.toBlock());
        json.put("query", header.queryFingerprint()).put("schema", header.schemaFingerprint());
        return json.put("network", header.network())
                .put("epoch", header.epoch())
                .put("seq", header.seq());
    }

    private static StreamHeader readHeader(JsonNode json) {
        return new StreamHeader(
                need(json, "stream_id").asText(),
                new TableName(text(json, "table_schema"), need(json, "table").asText()),
                number(json, "from_block"),
                number(json, "to_block"),
                need(json, "query").asText(),
                need(json, "schema").asText(),
                text(json, "network"),
                need(json, "epoch").asLong(),
                need(json, "seq").asLong());
    }

    private static ObjectNode record(StreamRecord record) {
        BlockRange range = record.range();
        ObjectNode json = MAPPER.createObjectNode().put("network", range.network());
        json.put("start", range.start()).put("end", range.end());
        json.put("hash", range.hash()).put("prev_hash", range.prevHash());
        json.put("id", record.id() == null ? null : record.id().value());
        json.put(
                "committed_at",
                record.committedAt() == null ? null : record.committedAt().toString());
        return json.put("attempt", record.attempt());
    }

    private static StreamRecord readRecord(JsonNode json) {
        BlockRange range = new BlockRange(
                need(json, "network").asText(),
                need(json, "start").asLong(),
                need(json, "end").asLong(),
                text(json, "hash"),
                text(json, "prev_hash"));
        String id = text(json, "id");
        String committedAt = text(json, "committed_at");
        return new StreamRecord(
                id == null ? null : new BatchId(id),
                range,
                committedAt == null ? null : Instant.parse(committedAt),
                text(json, "attempt"));
    }

    private static ObjectNode load(LoadRecord load) {
        ObjectNode json = MAPPER.createObjectNode().put("load_id", load.loadId());
        json.put("batch_id", load.batchId().value()).put("rows", load.rows());
        return json.put("committed_at", load.committedAt().toString());
    }

    private static LoadRecord readLoad(JsonNode json) {
        return new LoadRecord(
                need(json, "load_id").asText(),
                new BatchId(need(json, "batch_id").asText()),
                need(json, "rows").asLong(),
                Instant.parse(need(json, "committed_at").asText()));
    }

    private static <T> ArrayNode array(List<T> values, Function<T, ObjectNode> writer) {
        ArrayNode array = MAPPER.createArrayNode();
        values.forEach(value -> array.add(writer.apply(value)));
        return array;
    }

    private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        need(json, field).forEach(value -> values.add(reader.apply(value)));
        return values;
    }

    private static JsonNode need(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.get(field).asText() : null;
    }

    private static @Nullable Long number(JsonNode json, String field) {
        return json.hasNonNull(field) ? json.get(field).asLong() : null;
    }
}
