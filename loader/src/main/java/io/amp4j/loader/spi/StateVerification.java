package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;

/** Finds what contradicts itself in a state that was read back: better no load than one over a damaged state. */
final class StateVerification {
    private final StreamState state;

    StateVerification(StreamState state) {
        this.state = state;
    }

    StreamState verify() {
        StreamHeader header = state.header();
        require(header.epoch() >= 0 && header.seq() >= 0, "epoch or seq is negative");
        require(
                header.seq() > 0 || (state.records().isEmpty() && state.loads().isEmpty()),
                "it has commits, but its seq is 0");
        BlockRange previous = null;
        for (StreamRecord record : state.records()) {
            verify(record);
            BlockRange range = record.range();
            require(
                    previous == null || previous.end() < range.start(),
                    "the records of " + previous + " and " + range + " overlap");
            previous = range;
        }
        return state;
    }

    private void verify(StreamRecord record) {
        BlockRange range = record.range();
        BatchId id = record.id();
        require(range.network().equals(state.header().network()), "the record of " + range + " is of another network");
        require(id == null || id.equals(BatchId.of(range)), "the record of " + range + " has the id of another range");
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AmpException(
                    LoadError.STATE_UNREADABLE,
                    "the state of stream '" + state.header().streamId() + "' contradicts itself: " + otherwise
                            + ". Restore it together with the rows, or load into another table");
        }
    }
}
