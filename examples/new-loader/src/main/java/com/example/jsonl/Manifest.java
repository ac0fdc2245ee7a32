package com.example.jsonl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * All that is committed to a table. Immutable.
 *
 * @param states the states of the table's streams, by stream id
 * @param files the files whose rows are in the table; others in its directory are not
 */
record Manifest(Map<String, StreamState> states, List<DataFile> files) {
    static final Manifest EMPTY = new Manifest(Map.of(), List.of());

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A file of rows of one microbatch (or batch load), so that whole files are deleted.
     *
     * @param name the file's name, never used twice
     * @param stream the stream that wrote it
     * @param batch the batch id of its rows
     * @param rows how many there are
     */
    record DataFile(String name, String stream, String batch, long rows) {}

    Manifest {
        states = new TreeMap<>(states);
        files = List.copyOf(files);
    }

    Manifest with(StreamState state) {
        Map<String, StreamState> all = new TreeMap<>(states);
        all.put(state.header().streamId(), state);
        return new Manifest(all, files);
    }

    Manifest with(List<DataFile> added) {
        List<DataFile> all = new ArrayList<>(files);
        all.addAll(added);
        return new Manifest(states, all);
    }

    Manifest without(Predicate<DataFile> voided) {
        return new Manifest(states, files.stream().filter(voided.negate()).toList());
    }

    String toJson() {
        try {
            ObjectNode json = MAPPER.createObjectNode();
            for (StreamState state : states.values()) {
                json.withArray("states").add(MAPPER.readTree(StreamStateJson.write(state)));
            }
            json.set("files", MAPPER.valueToTree(files));
            return json.toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #toJson} wrote; what cannot be read, or contradicts itself, is refused. */
    static Manifest parse(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            Manifest manifest = EMPTY.with(List.of(MAPPER.treeToValue(json.required("files"), DataFile[].class)));
            for (JsonNode state : json.required("states")) {
                manifest = manifest.with(
                        StreamStateJson.readState(state.toString()).verified());
            }
            return manifest;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new AmpException(LoadError.STATE_UNREADABLE, "the manifest cannot be read: " + e.getMessage(), e);
        }
    }
}
