package io.amp4j.loader;

import io.amp4j.client.Cursor;
import io.amp4j.client.stream.StreamGap;
import io.amp4j.client.stream.StreamHistory;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.internal.Histories;
import io.amp4j.loader.spi.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a destination holds of one stream.
 *
 * @param state the state as committed
 */
public record StreamStatus(StreamState state) {
    /** Refuses a missing state. */
    public StreamStatus {
        Objects.requireNonNull(state, "state");
    }

    /**
     * The block that the stream goes on behind.
     *
     * @return the cursor; empty if nothing is committed
     */
    public Optional<Cursor> cursor() {
        return history().cursor();
    }

    /**
     * Where blocks are missing.
     *
     * @return the gaps, ascending
     */
    public List<StreamGap> gaps() {
        return history().gaps();
    }

    /**
     * When the newest unit was committed.
     *
     * @return the time; empty if nothing is committed
     */
    public Optional<Instant> lastCommit() {
        Stream<Instant> records = state.records().stream()
                .map(StreamRecord::committedAt)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
        Stream<Instant> loads = state.loads().stream().map(load -> load.committedAt());
        return Stream.concat(records, loads).max(Instant::compareTo);
    }

    /**
     * The records as a history.
     *
     * @return the history
     */
    public StreamHistory history() {
        return Histories.of(state);
    }
}
