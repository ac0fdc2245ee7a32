package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.List;
import java.util.Optional;

/** How every loader begins to drop a table: the jobs that fill it are put out, by what puts them out anyway. */
public final class Dropping {
    private Dropping() {}

    /**
     * Opens each stream of a table for a moment: from then on no older job commits to it.
     *
     * @param loader whose table it is
     * @param table the table
     * @param resumePolicy {@link LoadRequest.ResumePolicy#START_OVER} where table and state cannot be removed in one step: each stream is emptied first,
     *     so that a crash in between leaves no state that claims rows
     * @return the streams
     * @throws AmpException with {@code AMP-STREAM-UNKNOWN} if no stream fills the table, with {@code AMP-DESTINATION-LOCKED} if a running job holds one
     */
    public static List<String> endJobs(Loader loader, TableName table, LoadRequest.ResumePolicy resumePolicy) {
        List<StreamState> states = loader.states(Optional.of(table));
        if (states.isEmpty()) {
            throw new AmpException(
                    LoadError.STREAM_UNKNOWN,
                    "no stream fills table " + table
                            + ", so it is not amp4j's to drop; ask for the status to see which tables are");
        }
        for (StreamState state : states) {
            endJob(loader, LoadRequest.toDelete(state.header(), resumePolicy));
        }
        return states.stream().map(state -> state.header().streamId()).toList();
    }

    /** Of a table that is gone, by an earlier drop or by hand, nobody's rows can be left. */
    private static void endJob(Loader loader, LoadRequest request) {
        try {
            loader.open(request).close();
        } catch (AmpException e) {
            if (e.code() != LoadError.TABLE_MISSING) {
                throw e;
            }
        }
    }
}
