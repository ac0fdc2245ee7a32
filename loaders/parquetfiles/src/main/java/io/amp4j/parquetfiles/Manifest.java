package io.amp4j.parquetfiles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What is committed in a table: one small file that is replaced as a whole. Immutable.
 *
 * @param columns the table's columns, without those that amp4j adds
 * @param states the states of its streams by their ids
 * @param files the files that count
 */
record Manifest(List<Field> columns, Map<String, StreamState> states, List<DataFile> files) {
    static final Manifest EMPTY = new Manifest(List.of(), Map.of(), List.of());
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 1;

    Manifest {
        columns = List.copyOf(columns);
        states = Map.copyOf(states);
        files = List.copyOf(files);
    }

    Manifest withColumns(List<Field> newColumns) {
        return new Manifest(newColumns, states, files);
    }

    Manifest with(StreamState state) {
        Map<String, StreamState> next = new LinkedHashMap<>(states);
        next.put(state.header().streamId(), state);
        return new Manifest(columns, next, files);
    }

    Manifest with(List<DataFile> added) {
        List<DataFile> next = new ArrayList<>(files);
        next.addAll(added);
        return new Manifest(columns, states, next);
    }

    Manifest without(Predicate<DataFile> voided) {
        return new Manifest(
                columns, states, files.stream().filter(voided.negate()).toList());
    }

    /** The bytes; no two calls give the same, so that a writer knows its own. */
    byte[] toBytes() {
        ObjectNode json = MAPPER.createObjectNode().put("version", VERSION);
        json.put("commit", UUID.randomUUID().toString());
        try {
            json.set("schema", MAPPER.readTree(new Schema(columns).toJson()));
            ArrayNode streams = json.putArray("streams");
            for (StreamState state : states.values()) {
                streams.add(MAPPER.readTree(StreamStateJson.write(state)));
            }
            ArrayNode list = json.putArray("files");
            files.forEach(file -> list.addObject()
                    .put("name", file.name())
                    .put("stream", file.stream())
                    .put("batch_id", file.batch().value())
                    .put("rows", file.rows())
                    .put("bytes", file.bytes()));
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException("what was made here is JSON", e);
        }
    }

    static Manifest parse(byte[] bytes, String where) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.path("version").asInt() != VERSION) {
                throw new AmpException(
                        LoadError.STATE_UNREADABLE,
                        where + " is of version " + json.path("version") + ", this amp4j reads " + VERSION
                                + ": use a newer one");
            }
            Map<String, StreamState> states = new LinkedHashMap<>();
            for (JsonNode node : json.required("streams")) {
                StreamState state = StreamStateJson.readState(node.toString()).verified();
                states.put(state.header().streamId(), state);
            }
            List<DataFile> files = new ArrayList<>();
            for (JsonNode node : json.required("files")) {
                files.add(new DataFile(
                        node.required("name").textValue(),
                        node.required("stream").textValue(),
                        new BatchId(node.required("batch_id").textValue()),
                        node.required("rows").longValue(),
                        node.required("bytes").longValue()));
            }
            List<Field> columns =
                    Schema.fromJSON(json.required("schema").toString()).getFields();
            return new Manifest(columns, states, files);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new AmpException(LoadError.STATE_UNREADABLE, where + " cannot be read: " + e.getMessage(), e);
        }
    }
}
