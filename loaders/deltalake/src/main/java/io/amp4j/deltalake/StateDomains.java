package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A stream state as domain metadata. {@code amp4j.<stream>} is the header with the batch loads; it is in every commit, so that two commits of one
 * stream always conflict. The records are cut by their first block into {@code amp4j.<stream>#<n>}, so that a commit writes those that it changes and
 * not ten thousand that it does not.
 */
final class StateDomains {
    private static final String PREFIX = "amp4j.";
    private static final int BLOCKS_SHIFT = 6;

    private StateDomains() {}

    static String header(String streamId) {
        return PREFIX + URLEncoder.encode(streamId, StandardCharsets.UTF_8);
    }

    /** The application id of the stream's {@code SetTransaction}, whose version is the state's {@code seq}. */
    static String application(String streamId) {
        return header(streamId);
    }

    /**
     * What a commit writes.
     *
     * @param before the state as the table has it, if it has one
     * @param after the state as it shall be
     * @return contents by domain; empty where a domain is removed
     */
    static Map<String, Optional<String>> changes(Optional<StreamState> before, StreamState after) {
        String header = header(after.header().streamId());
        Map<Long, List<StreamRecord>> old =
                before.map(state -> parts(state.records())).orElse(Map.of());
        Map<Long, List<StreamRecord>> parts = parts(after.records());
        Map<String, Optional<String>> changes = new TreeMap<>();
        changes.put(
                header, Optional.of(StreamStateJson.write(new StreamState(after.header(), List.of(), after.loads()))));
        parts.forEach((part, records) -> {
            if (!records.equals(old.get(part))) {
                StateChange content = new StateChange(List.of(), records, null);
                changes.put(header + "#" + part, Optional.of(StreamStateJson.write(content)));
            }
        });
        old.keySet().stream()
                .filter(part -> !parts.containsKey(part))
                .forEach(part -> changes.put(header + "#" + part, Optional.empty()));
        return changes;
    }

    private static Map<Long, List<StreamRecord>> parts(List<StreamRecord> records) {
        Map<Long, List<StreamRecord>> parts = new HashMap<>();
        records.forEach(record -> parts.computeIfAbsent(record.range().start() >> BLOCKS_SHIFT, n -> new ArrayList<>())
                .add(record));
        return parts;
    }

    /**
     * Reads a stream's state.
     *
     * @param domains all domains of a table, by name
     * @param streamId the stream
     * @return its state; empty if the table has none
     * @throws AmpException with {@link LoadError#STATE_UNREADABLE}
     */
    static Optional<StreamState> read(Map<String, String> domains, String streamId) {
        String header = header(streamId);
        if (!domains.containsKey(header)) {
            return Optional.empty();
        }
        StreamState head = StreamStateJson.readState(domains.get(header));
        List<StreamRecord> records = new ArrayList<>();
        domains.forEach((domain, content) -> {
            if (domain.startsWith(header + "#")) {
                records.addAll(StreamStateJson.readChange(content).added());
            }
        });
        records.sort(Comparator.comparingLong(record -> record.range().start()));
        return Optional.of(new StreamState(head.header(), records, head.loads()).verified());
    }

    /** The ids of the streams that a table has states of, in order. */
    static List<String> streams(Map<String, String> domains) {
        TreeSet<String> streams = new TreeSet<>();
        for (String domain : domains.keySet()) {
            if (domain.startsWith(PREFIX) && domain.indexOf('#') < 0) {
                streams.add(URLDecoder.decode(domain.substring(PREFIX.length()), StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(streams);
    }
}
