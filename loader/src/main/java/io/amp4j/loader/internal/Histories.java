package io.amp4j.loader.internal;

import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamOrigin;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.StreamState;
import org.jspecify.annotations.Nullable;

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
        StreamRecord first = state.records().isEmpty() ? null : state.records().get(0);
        return new StreamHistory(origin(state.header().fromBlock(), first), state.records());
    }

    /**
     * Where a load began. One whose first record begins behind the block asked for began with the server's earliest: no load leaves a gap before
     * its first record, since nobody commits before the lowest slice has.
     *
     * @param from the first block asked for, or null
     * @param first the first record, or null if there is none
     */
    static StreamOrigin origin(@Nullable Long from, @Nullable StreamRecord first) {
        if (from == null) {
            return StreamOrigin.earliest();
        }
        boolean beganLater = first != null && first.range().start() > from;
        return beganLater ? StreamOrigin.earliest() : StreamOrigin.from(from);
    }
}
