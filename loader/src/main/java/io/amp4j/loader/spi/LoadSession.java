package io.amp4j.loader.spi;

/**
 * One job's session with a destination: one epoch. Used by one thread at a time, unless the loader has {@link LoaderFeature#PARALLEL_UNITS}: then
 * {@link #begin()} may be called by several, each with a unit of its own.
 */
public interface LoadSession extends AutoCloseable {
    /**
     * The state as it was committed when the session was opened, with the session's own epoch.
     *
     * @return the state
     */
    StreamState opened();

    /**
     * Begins a unit. Writes nothing that a reader of an atomic loader could see.
     *
     * @return the unit; the caller closes it
     * @throws io.amp4j.client.AmpException with a retryable code if the store fails for a while, with {@code AMP-FENCED} if a newer job
     *     holds the stream
     */
    Unit begin();

    /**
     * Called after a job's failure while no unit is open, once its unit (if one was open; its commit's outcome perhaps unknown) was closed: reconnects where needed, makes certain that no
     * failed unit of this session can become visible any more, finishes or undoes what they left, and reads the state back.
     *
     * @return the state as committed: the failed unit is in it or it is not
     * @throws io.amp4j.client.AmpException with a retryable code while the store cannot answer; the engine waits and calls again; with
     *     {@code AMP-FENCED} if a newer job holds the stream
     */
    StreamState recover();

    /** Ends the session and rolls back its open units. Never throws; calling it again does nothing. */
    @Override
    void close();
}
