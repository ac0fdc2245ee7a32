package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.StreamStateJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stream states of an environment: a header for each stream, under its id, and an entry for each record and each batch load, so that a commit
 * writes what changes and no more. Used within one transaction.
 */
final class StreamStates {
    private static final byte RECORD = 'r';
    private static final byte LOAD = 'l';
    private static final int LONGEST_ID = 511;

    private final ByteTable streams;
    private final ByteTable records;

    StreamStates(ByteTable streams, ByteTable records) {
        this.streams = streams;
        this.records = records;
    }

    Optional<StoredStream> read(String streamId) {
        return streams.get(id(streamId)).map(this::stored);
    }

    /** The states in the order of their stream ids. */
    List<StreamState> readAll() {
        List<StreamState> states = new ArrayList<>();
        streams.forEach(new byte[0], (key, value) -> states.add(stored(value).state()));
        return states;
    }

    private StoredStream stored(byte[] value) {
        if (value.length <= Integer.BYTES) {
            throw new AmpException(LoadError.STATE_UNREADABLE, "the header of a stream has " + value.length + " bytes");
        }
        int number = ByteBuffer.wrap(value).getInt();
        StreamHeader header =
                StreamStateJson.readState(text(value, Integer.BYTES)).header();
        List<StreamRecord> found = new ArrayList<>();
        List<LoadRecord> loads = new ArrayList<>();
        records.forEach(prefix(number), (key, entry) -> {
            StateChange change = StreamStateJson.readChange(text(entry, 0));
            found.addAll(change.added());
            if (change.load() != null) {
                loads.add(change.load());
            }
        });
        return new StoredStream(number, new StreamState(header, found, loads).verified());
    }

    /** Writes the state of a stream that begins, or begins anew: without records. */
    StoredStream begin(Optional<StoredStream> old, StreamHeader header) {
        int number = old.map(StoredStream::number).orElseGet(this::nextNumber);
        old.ifPresent(known -> clear(number));
        putHeader(number, header);
        return new StoredStream(number, StreamState.empty(header));
    }

    void forget(String streamId) {
        read(streamId).ifPresent(known -> {
            clear(known.number());
            streams.delete(id(streamId));
        });
    }

    /** Raises the epoch; all else stays. */
    StoredStream claim(StoredStream stored, StreamHeader header) {
        putHeader(stored.number(), header);
        return new StoredStream(
                stored.number(),
                new StreamState(header, stored.state().records(), stored.state().loads()));
    }

    /** Applies a commit's change to the state that it was made for. */
    StoredStream apply(StoredStream stored, StateChange change) {
        int number = stored.number();
        StreamState next = stored.state().apply(change);
        change.removed()
                .forEach(record ->
                        records.delete(key(number, RECORD, record.range().start())));
        change.added().forEach(record -> put(number, record));
        if (change.load() != null) {
            put(number, change.load(), next.header().seq());
            pruneLoads(number);
        }
        putHeader(number, next.header());
        return new StoredStream(number, next);
    }

    private void pruneLoads(int number) {
        List<byte[]> keys = new ArrayList<>();
        records.forEach(key(number, LOAD), (key, value) -> keys.add(key));
        for (int i = 0; i < keys.size() - StreamState.LOADS_KEPT; i++) {
            records.delete(keys.get(i));
        }
    }

    private void clear(int number) {
        List<byte[]> keys = new ArrayList<>();
        records.forEach(prefix(number), (key, value) -> keys.add(key));
        keys.forEach(records::delete);
    }

    private void putHeader(int number, StreamHeader header) {
        byte[] json = StreamStateJson.write(StreamState.empty(header)).getBytes(StandardCharsets.UTF_8);
        byte[] value = ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(number)
                .put(json)
                .array();
        streams.put(id(header.streamId()), value);
    }

    private void put(int number, StreamRecord record) {
        StateChange alone = new StateChange(List.of(), List.of(record), null);
        records.put(key(number, RECORD, record.range().start()), StreamStateJson.write(alone));
    }

    private void put(int number, LoadRecord load, long seq) {
        StateChange alone = new StateChange(List.of(), List.of(), load);
        records.put(key(number, LOAD, seq), StreamStateJson.write(alone));
    }

    private int nextNumber() {
        int[] highest = {0};
        streams.forEach(
                new byte[0],
                (key, value) ->
                        highest[0] = Math.max(highest[0], ByteBuffer.wrap(value).getInt()));
        return highest[0] + 1;
    }

    private static byte[] id(String streamId) {
        byte[] id = streamId.getBytes(StandardCharsets.UTF_8);
        if (id.length > LONGEST_ID) {
            throw new AmpException(
                    LoadError.UNSUPPORTED, "a stream id of more than " + LONGEST_ID + " bytes is no key in LMDB");
        }
        return id;
    }

    private static byte[] prefix(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] key(int number, byte kind) {
        return ByteBuffer.allocate(Integer.BYTES + 1).putInt(number).put(kind).array();
    }

    private static byte[] key(int number, byte kind, long order) {
        return ByteBuffer.allocate(Integer.BYTES + 1 + Long.BYTES)
                .putInt(number)
                .put(kind)
                .putLong(order)
                .array();
    }

    private static String text(byte[] bytes, int from) {
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
