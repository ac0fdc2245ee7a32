package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream as the fields of a hash: header, epoch, {@code seq}, network; a field a record, by its first block; a field a batch load, by
 * its {@code seq}; a field an intent, by its attempt. Immutable.
 *
 * @param key the hash's key
 */
record StreamHash(String key) {
    private static final String HEADER = "header";
    private static final String EPOCH = "epoch";
    private static final String SEQ = "seq";
    private static final String NETWORK = "network";
    private static final String DAMAGED = "damaged";
    private static final String RECORD = "record:";
    private static final String LOAD = "load:";
    private static final String INTENT = "intent:";

    /**
     * What a hash holds.
     *
     * @param state the committed state
     * @param intents what was begun and not finished, by attempt
     * @param loadFields the fields of its batch loads, oldest first
     */
    record Found(StreamState state, Map<String, Intent> intents, List<String> loadFields) {}

    /** All that the hash says; empty where there is no state. */
    Optional<Found> read(Server server) {
        List<?> reply = server.list("HGETALL", key);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < reply.size(); i += 2) {
            fields.put(String.valueOf(Link.text(reply.get(i))), String.valueOf(Link.text(reply.get(i + 1))));
        }
        return fields.containsKey(HEADER) ? Optional.of(found(fields)) : Optional.empty();
    }

    private Found found(Map<String, String> fields) {
        List<StreamRecord> records = new ArrayList<>();
        Map<Long, LoadRecord> loads = new LinkedHashMap<>();
        Map<String, Intent> intents = new LinkedHashMap<>();
        try {
            fields.forEach((field, value) -> {
                if (field.startsWith(RECORD)) {
                    records.addAll(StreamStateJson.readChange(value).added());
                } else if (field.startsWith(LOAD)) {
                    loads.put(
                            Long.valueOf(field.substring(LOAD.length())),
                            StreamStateJson.readChange(value).load());
                } else if (field.startsWith(INTENT)) {
                    intents.put(field.substring(INTENT.length()), Intent.parse(value));
                }
            });
            records.sort(Comparator.comparingLong(record -> record.range().start()));
            List<Long> order = loads.keySet().stream().sorted().toList();
            StreamState state = new StreamState(
                    header(fields), records, order.stream().map(loads::get).toList());
            return new Found(
                    state.verified(),
                    intents,
                    order.stream().map(seq -> LOAD + seq).toList());
        } catch (IllegalArgumentException e) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "the stream state at " + key + " cannot be read: " + e.getMessage()
                            + ". Restore it together with the rows, or load into another table",
                    e);
        }
    }

    private static StreamHeader header(Map<String, String> fields) {
        StreamHeader header = StreamStateJson.readState(fields.get(HEADER)).header();
        return new StreamHeader(
                header.streamId(),
                header.table(),
                header.fromBlock(),
                header.toBlock(),
                header.queryFingerprint(),
                header.schemaFingerprint(),
                fields.get(NETWORK),
                Long.parseLong(fields.getOrDefault(EPOCH, "0")),
                Long.parseLong(fields.getOrDefault(SEQ, "0")));
    }

    /** An epoch or a {@code seq}, or null where there is none. */
    @Nullable
    Long number(@Nullable Object reply) {
        String text = Link.text(reply);
        return text == null ? null : Long.valueOf(text);
    }

    /** The command that asks for the epoch. */
    String[] epochCommand() {
        return new String[] {"HGET", key, EPOCH};
    }

    /** The command that asks for the epoch and the {@code seq}. */
    String[] versionCommand() {
        return new String[] {"HMGET", key, EPOCH, SEQ};
    }

    /** Refuses a stream of which a transaction was done in part. */
    void refuseDamaged(Server server) {
        String damage = server.text("HGET", key, DAMAGED);
        if (damage != null) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "a transaction of this stream was done in part, since the server refused a command within it ("
                            + damage
                            + "): what its rows are is not known. Remove the cause and start over (--no-resume), which deletes the stream's rows");
        }
    }

    /** The command that notes that a transaction was done in part. */
    String[] damageCommand(String reason) {
        return new String[] {"HSET", key, DAMAGED, reason};
    }

    /** Begins a state without commits. What was there goes, but for the epoch and intents. */
    void begin(RespBuffer out, StreamHeader header, @Nullable Found former) {
        if (former != null) {
            List<String> gone = new ArrayList<>(List.of("HDEL", key, NETWORK, DAMAGED));
            former.state().records().forEach(record -> gone.add(field(record)));
            gone.addAll(former.loadFields());
            out.command(gone.toArray(new String[0]));
        }
        out.command("HSET", key, HEADER, StreamStateJson.write(StreamState.empty(header)), SEQ, "0");
    }

    /** Applies a change, with the next {@code seq}. */
    void commit(RespBuffer out, StateChange change, Found before) {
        List<String> gone = new ArrayList<>(List.of("HDEL", key));
        change.removed().forEach(record -> gone.add(field(record)));
        int surplus = before.loadFields().size() + 1 - StreamState.LOADS_KEPT;
        if (change.load() != null && surplus > 0) {
            gone.addAll(before.loadFields().subList(0, surplus));
        }
        if (gone.size() > 2) {
            out.command(gone.toArray(new String[0]));
        }
        long seq = before.state().header().seq() + 1;
        // The header too: a job that goes on may ask for another end than the one before it.
        String header = StreamStateJson.write(StreamState.empty(before.state().header()));
        List<String> set = new ArrayList<>(List.of("HSET", key, HEADER, header, SEQ, String.valueOf(seq)));
        if (change.network() != null) {
            set.addAll(List.of(NETWORK, change.network()));
        }
        for (StreamRecord record : change.added()) {
            set.add(field(record));
            set.add(StreamStateJson.write(new StateChange(List.of(), List.of(record), null)));
        }
        if (change.load() != null) {
            set.add(LOAD + seq);
            set.add(StreamStateJson.write(new StateChange(List.of(), List.of(), change.load())));
        }
        out.command(set.toArray(new String[0]));
    }

    /** The found state after a change. */
    static Found after(Found before, StateChange change) {
        StreamState state = before.state().apply(change);
        List<String> loads = new ArrayList<>(before.loadFields());
        if (change.load() != null) {
            loads.add(LOAD + state.header().seq());
        }
        int surplus = Math.max(0, loads.size() - StreamState.LOADS_KEPT);
        return new Found(state, before.intents(), loads.subList(surplus, loads.size()));
    }

    void note(RespBuffer out, String attempt, Intent intent) {
        out.command("HSET", key, INTENT + attempt, intent.text());
    }

    /** The command that takes an intent away. */
    String[] forgetCommand(String attempt) {
        return new String[] {"HDEL", key, INTENT + attempt};
    }

    private static String field(StreamRecord record) {
        return RECORD + record.range().start();
    }

    /** What a session refuses with that does not find its stream here any more. */
    AmpException gone(String streamId) {
        return new AmpException(
                LoadError.STATE_LOST,
                "the state of stream '" + streamId + "' is gone from " + key
                        + ", deleted or evicted while the load ran. Restore it with the rows, or load into another table");
    }
}
