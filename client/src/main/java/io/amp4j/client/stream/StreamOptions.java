package io.amp4j.client.stream;

/**
 * How a stream is read. Immutable.
 *
 * @param origin where it begins if nothing is stored yet
 * @param retention how far back a reorg can be undone
 * @param backoff what to do when the server fails for a while
 */
public record StreamOptions(StreamOrigin origin, Retention retention, Backoff backoff) {
    private static final Retention WELL_PAST_FINALITY = new Retention(10_000);

    /**
     * From the earliest block, with a retention of 10,000 blocks, trying for ever.
     *
     * @return the options
     */
    public static StreamOptions defaults() {
        return new StreamOptions(StreamOrigin.earliest(), WELL_PAST_FINALITY, Backoff.KEEP_TRYING);
    }

    /**
     * These options with another beginning.
     *
     * @param other where to begin if nothing is stored yet
     * @return new options
     */
    public StreamOptions withOrigin(StreamOrigin other) {
        return new StreamOptions(other, retention, backoff);
    }

    /**
     * These options with another retention.
     *
     * @param other how far back a reorg can be undone
     * @return new options
     */
    public StreamOptions withRetention(Retention other) {
        return new StreamOptions(origin, other, backoff);
    }

    /**
     * These options with another back-off.
     *
     * @param other what to do when the server fails for a while
     * @return new options
     */
    public StreamOptions withBackoff(Backoff other) {
        return new StreamOptions(origin, retention, other);
    }
}
