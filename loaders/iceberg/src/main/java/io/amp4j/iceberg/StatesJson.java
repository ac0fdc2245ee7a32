package io.amp4j.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link TableStates} as text. The form has a version, and fields that are not known are ignored: a newer amp4j may add some. */
final class StatesJson {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StatesJson() {}

    /** What a summary holds: where the base is or the base itself, and the log. */
    record Summary(@Nullable String base, Map<String, StreamEntry> entries, List<String> log) {}

    static String summary(@Nullable String base, String entries, List<String> log) {
        String head = base == null
                ? "\"streams\":" + entries
                : "\"base\":" + MAPPER.getNodeFactory().textNode(base);
        return "{\"version\":" + VERSION + "," + head + ",\"log\":[" + String.join(",", log) + "]}";
    }

    static Summary readSummary(String text) {
        return reading(text, json -> {
            List<String> log = new ArrayList<>();
            need(json, "log").forEach(step -> log.add(step.toString()));
            return json.hasNonNull("base")
                    ? new Summary(json.get("base").asText(), Map.of(), log)
                    : new Summary(null, entries(need(json, "streams")), log);
        });
    }

    /** All entries, as a base has them. */
    static String entries(Map<String, StreamEntry> entries) {
        StringBuilder text = new StringBuilder("[");
        entries.values().forEach(entry -> {
            text.append(text.length() > 1 ? "," : "").append("{\"state\":");
            text.append(StreamStateJson.write(entry.state())).append(",\"rows\":");
            text.append(rows(entry.rows())).append('}');
        });
        return text.append(']').toString();
    }

    static Map<String, StreamEntry> readEntries(String text) {
        return reading(text, StatesJson::entries);
    }

    private static Map<String, StreamEntry> entries(JsonNode array) {
        Map<String, StreamEntry> entries = new TreeMap<>();
        for (JsonNode json : array) {
            StreamState state =
                    StreamStateJson.readState(need(json, "state").toString()).verified();
            entries.put(state.header().streamId(), new StreamEntry(state, readRows(need(json, "rows"))));
        }
        return entries;
    }

    /** A step of the log: a job has opened a stream. */
    static String claim(StreamState opened) {
        StreamState header = StreamState.empty(opened.header());
        boolean kept = !opened.records().isEmpty() || !opened.loads().isEmpty();
        return "{\"claim\":" + StreamStateJson.write(header) + ",\"kept\":" + kept + "}";
    }

    /** A step of the log: a unit was committed. The records that it removed are named by their first blocks; what they say stands before it. */
    static String change(String streamId, StateChange change, Map<BatchId, Long> rows) {
        StateChange added = new StateChange(List.of(), change.added(), change.load());
        List<Long> removed =
                change.removed().stream().map(record -> record.range().start()).toList();
        return "{\"stream\":" + MAPPER.getNodeFactory().textNode(streamId) + ",\"removed\":" + removed + ",\"change\":"
                + StreamStateJson.write(added) + ",\"rows\":" + rows(rows) + "}";
    }

    static Map<String, StreamEntry> replay(Map<String, StreamEntry> base, List<String> log) {
        Map<String, StreamEntry> entries = new TreeMap<>(base);
        for (String step : log) {
            StreamEntry entry = reading(step, json -> next(entries, json));
            entries.put(entry.state().header().streamId(), entry);
        }
        return entries;
    }

    private static StreamEntry next(Map<String, StreamEntry> entries, JsonNode step) {
        if (step.has("claim")) {
            StreamState claim = StreamStateJson.readState(step.get("claim").toString());
            StreamEntry old = entries.get(claim.header().streamId());
            boolean kept = old != null && need(step, "kept").asBoolean();
            return kept
                    ? old.claimed(new StreamState(
                            claim.header(), old.state().records(), old.state().loads()))
                    : StreamEntry.of(claim);
        }
        StreamEntry old = entries.get(need(step, "stream").asText());
        if (old == null) {
            throw new IllegalArgumentException("a change of a stream that is not there");
        }
        StateChange added = StreamStateJson.readChange(need(step, "change").toString());
        StateChange change = new StateChange(removed(old, need(step, "removed")), added.added(), added.load());
        return old.apply(change, readRows(need(step, "rows")));
    }

    private static List<StreamRecord> removed(StreamEntry old, JsonNode starts) {
        Map<Long, StreamRecord> records = new HashMap<>();
        if (!starts.isEmpty()) {
            old.state().records().forEach(record -> records.put(record.range().start(), record));
        }
        List<StreamRecord> removed = new ArrayList<>();
        for (JsonNode start : starts) {
            StreamRecord record = records.get(start.asLong());
            if (record == null) {
                throw new IllegalArgumentException("no record begins at block " + start + ", which was removed");
            }
            removed.add(record);
        }
        return removed;
    }

    private static String rows(Map<BatchId, Long> rows) {
        ObjectNode json = MAPPER.createObjectNode();
        rows.forEach((id, count) -> json.put(id.value(), count));
        return json.toString();
    }

    private static Map<BatchId, Long> readRows(JsonNode json) {
        Map<BatchId, Long> rows = new HashMap<>();
        json.properties()
                .forEach(entry ->
                        rows.put(new BatchId(entry.getKey()), entry.getValue().asLong()));
        return rows;
    }

    private static <T> T reading(String text, Function<JsonNode, T> reader) {
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.has("version") && json.get("version").asInt() != VERSION) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        "the table's stream states have version "
                                + json.get("version").asText() + ", this amp4j reads " + VERSION + ": use a newer one");
            }
            return reader.apply(json);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE, "the table's stream states cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode need(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }

    /** For a base that is gone. */
    static AmpException unreadable(String what, @Nullable Exception cause) {
        return new AmpException(LoadError.STATE_UNREADABLE, what, cause);
    }
}
