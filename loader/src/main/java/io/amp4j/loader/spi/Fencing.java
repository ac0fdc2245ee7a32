package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.OptionalLong;

/** What a session refuses with once a stream is no longer its own: the same words for every loader. */
public final class Fencing {
    private Fencing() {}

    /**
     * Checks that a session still holds its stream.
     *
     * @param found the epoch that the destination has now, or empty if it has no state of the stream
     * @param held the header under which the session was opened
     * @param place where the state is kept, as it may be printed
     * @throws AmpException with {@code AMP-FENCED} or {@code AMP-STATE-LOST}
     */
    public static void requireEpoch(OptionalLong found, StreamHeader held, Object place) {
        if (found.isEmpty()) {
            throw stateGone(held.streamId(), place);
        }
        if (found.getAsLong() != held.epoch()) {
            throw fenced(held.streamId());
        }
    }

    /**
     * A newer job has the stream.
     *
     * @param streamId the stream
     * @return the refusal, with {@code AMP-FENCED}
     */
    public static AmpException fenced(String streamId) {
        return new AmpException(
                LoadError.FENCED,
                "a newer job holds stream '" + streamId
                        + "'; this one stops and has committed nothing more. Run one job for a stream");
    }

    /**
     * Nobody has the stream any more.
     *
     * @param streamId the stream
     * @param place where the state was kept, as it may be printed
     * @return the refusal, with {@code AMP-STATE-LOST}
     */
    public static AmpException stateGone(String streamId, Object place) {
        return new AmpException(
                LoadError.STATE_LOST,
                "the state of stream '" + streamId + "' is gone from " + place
                        + ", deleted while the load ran. Restore it with the table, or load into another table");
    }
}
