package io.amp4j.lmdb;

import io.amp4j.loader.spi.StreamState;
import java.util.List;
import java.util.Optional;
import org.lmdbjava.Dbi;

/** Reads stream states as committed, without disturbing who writes. */
final class StateReading {
    private StateReading() {}

    static List<StreamState> all(Environment environment) {
        Optional<Dbi<Slice>> streams = environment.find(Names.STREAMS);
        Optional<Dbi<Slice>> records = environment.find(Names.RECORDS);
        if (streams.isEmpty() || records.isEmpty()) {
            return List.of();
        }
        try (ReadTxn read = environment.read()) {
            return states(environment, read, streams.get(), records.get()).readAll();
        }
    }

    static Optional<StoredStream> one(Environment environment, String streamId) {
        Optional<Dbi<Slice>> streams = environment.find(Names.STREAMS);
        Optional<Dbi<Slice>> records = environment.find(Names.RECORDS);
        if (streams.isEmpty() || records.isEmpty()) {
            return Optional.empty();
        }
        try (ReadTxn read = environment.read()) {
            return states(environment, read, streams.get(), records.get()).read(streamId);
        }
    }

    private static StreamStates states(Environment environment, ReadTxn read, Dbi<Slice> streams, Dbi<Slice> records) {
        return new StreamStates(
                new ByteTable(environment.allocator(), read.txn(), streams),
                new ByteTable(environment.allocator(), read.txn(), records));
    }
}
