package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.List;
import java.util.Optional;

/**
 * One storage system, as configured. Thread-safe; holds connections from the first call until it is closed.
 *
 * <p>Errors are {@link io.amp4j.client.AmpException}s; whether one is retried depends on its code, which the loader derives from the
 * driver's own code (SQLSTATE, HTTP status, …) and never from words in a message.
 */
public interface Loader extends AutoCloseable {
    /**
     * What this loader, as configured, promises and can do.
     *
     * @return its traits
     */
    LoaderTraits traits();

    /**
     * Reaches the store, logs in, and asks what it is; needs no rights and changes nothing.
     *
     * @return what it says, or empty if nothing cheap says it: then {@link #states} is the first to find out whether the store is there
     * @throws AmpException with {@code AMP-DESTINATION-AUTH} if the store answers and does not let the loader in; with another code if it
     *     cannot be reached or used as configured
     */
    default Optional<StoreGreeting> greet() {
        return Optional.empty();
    }

    /**
     * Reads the states of streams without disturbing a job that writes them: for status and dry runs.
     *
     * @param table the table, or empty for all of the destination
     * @return the states as committed, in the order of their stream ids
     */
    List<StreamState> states(Optional<TableName> table);

    /**
     * Begins a session for one job. In one step, or in an order that survives a crash anywhere:
     *
     * <ol>
     *   <li>checks by {@link Admission}, before anything is written or deleted, that the state found (or its absence) admits the
     *       request;
     *   <li>makes certain that no unit of an earlier job can commit any more, and raises the epoch;
     *   <li>finishes or undoes what a dead job left;
     *   <li>creates or extends the table as the request's policy says, and checks that the schema fits;
     *   <li>on {@link LoadRequest.ResumePolicy#START_OVER} deletes the stream's rows and records.
     * </ol>
     *
     * @param request what the job asks
     * @return the session; the caller closes it before the loader
     * @throws io.amp4j.client.AmpException if the state, the table or the store refuses
     */
    LoadSession open(LoadRequest request);

    /**
     * Removes a table that streams fill, whoever created it, and what belongs to it: rows, files, indexes and views that the loader made, and the states of its
     * streams. What all tables of a destination share (tables of states, namespaces) stays. A job that still fills it commits nothing more, and ends with
     * {@code AMP-FENCED}, {@code AMP-STATE-LOST} or {@code AMP-TABLE-MISSING}; a store in which it could is not to declare {@link LoaderFeature#DROP};
     * where the store {@linkplain LoaderFeature#LOCKS_OUT_NEWCOMERS locks newcomers out}, the table of a running job is not dropped.
     *
     * <p>In one step, or in an order in which a crash leaves no state that claims rows which are gone: calling it again removes the rest.
     *
     * @param table the table
     * @throws AmpException with {@code AMP-STREAM-UNKNOWN} if no stream fills the table, with {@code AMP-DESTINATION-LOCKED} if a running job holds it,
     *     with {@code AMP-UNSUPPORTED} if the loader does not declare {@link LoaderFeature#DROP}
     */
    default void drop(TableName table) {
        throw new AmpException(
                LoadError.UNSUPPORTED,
                "this loader drops no tables: remove table " + table + " with the store's own tools");
    }

    /** Ends all connections. Never throws; calling it again does nothing. */
    @Override
    void close();
}
