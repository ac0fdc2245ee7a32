package io.amp4j.loader.spi;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several streams that fill one table, where rows are told by their batch id alone: no two of them may load the same microbatch, since neither could take
 * back its own. The same words for every loader. Stateless and thread-safe.
 */
public final class SharedTable {
    private SharedTable() {}

    /**
     * Refuses what another stream has loaded already.
     *
     * @param session the header under which the session was opened
     * @param added the records that its unit adds
     * @param states the states of all streams of the table, the session's own among them or not
     * @throws AmpException with {@link LoadError#UNSUPPORTED} if another stream has a record of the same microbatch
     */
    public static void requireOwn(StreamHeader session, List<StreamRecord> added, Collection<StreamState> states) {
        Set<BatchId> ids = ids(added);
        for (StreamState state : states) {
            String other = state.header().streamId();
            if (!other.equals(session.streamId())
                    && ids(state.records()).stream().anyMatch(ids::contains)) {
                throw loadedTwice(session, other);
            }
        }
    }

    /**
     * Refuses to go on where several streams fill the table: rows of merged records carry ids that nobody remembers, so they can be told, as those that no
     * record names, only where one stream fills it.
     *
     * @param request what the session was opened for
     * @param states the states of all streams of the table, the session's own among them or not
     * @throws AmpException with {@link LoadError#UNSUPPORTED} if another stream fills the table too
     */
    public static void requireSole(LoadRequest request, Collection<StreamState> states) {
        for (StreamState state : states) {
            String other = state.header().streamId();
            if (!other.equals(request.streamId())) {
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "stream '" + other + "' fills table " + request.table()
                                + " too, so the rows of old, merged microbatches cannot be told from its own."
                                + " Load into a table of its own");
            }
        }
    }

    /** Merged records have none. */
    private static Set<BatchId> ids(List<StreamRecord> records) {
        Set<BatchId> ids = new HashSet<>();
        records.stream().filter(record -> !record.isMerged()).forEach(record -> ids.add(record.requireId()));
        return ids;
    }

    /**
     * Another stream has loaded the same microbatch: for stores that find it out themselves.
     *
     * @param session the header under which the session was opened
     * @param other the other stream's id
     * @return the refusal, with {@link LoadError#UNSUPPORTED}
     */
    public static AmpException loadedTwice(StreamHeader session, String other) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "stream '" + other + "' has loaded the same microbatch into table " + session.table()
                        + ", and its rows could not be told from those of stream '" + session.streamId()
                        + "'. Load each stream into a table of its own");
    }
}
