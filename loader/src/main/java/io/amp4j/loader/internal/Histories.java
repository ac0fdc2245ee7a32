package io.amp4j.loader.internal;

import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.loader.spi.StreamState;

/** A destination's state as the stream machine reads it. */
public final class Histories {
    private Histories() {}

    /**
     * The history that a state holds.
     *
     * @param state the state as committed
     * @return its records, and where the load began
     */
    public static StreamHistory of(StreamState state) {
        return new StreamHistory(origin(state), state.records());
    }

    /**
     * A stream whose first record begins behind the block asked for began with the server's earliest: one stream leaves no gap before its
     * first record.
     */
    private static StreamOrigin origin(StreamState state) {
        Long from = state.header().fromBlock();
        if (from == null) {
            return StreamOrigin.earliest();
        }
        boolean beganLater =
                !state.records().isEmpty() && state.records().get(0).range().start() > from;
        return beganLater ? StreamOrigin.earliest() : StreamOrigin.from(from);
    }
}
