package io.amp4j.loader;

import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the streams of a destination, and takes them back. Thread-safe.
 *
 * <p>A change first raises the stream's epoch: a job that still loads it is fenced, and a loader that locks its files refuses the change while
 * a job runs.
 */
public final class StreamControl implements AutoCloseable {
    private final Loader loader;
    private final boolean owned;

    private StreamControl(Loader loader, boolean owned) {
        this.loader = loader;
        this.owned = owned;
    }

    /**
     * The streams behind a URI.
     *
     * @param uri where the data is, such as {@code duckdb:chain.duckdb}
     * @param settings settings beside those in the URI; they win over the same there
     * @return the control; the caller closes it
     * @throws io.amp4j.client.AmpException as {@link Destinations#open}
     */
    public static StreamControl at(String uri, Map<String, String> settings) {
        return new StreamControl(Destinations.open(uri, settings), true);
    }

    /**
     * The streams of a loader.
     *
     * @param loader the loader; it stays the caller's to close
     * @return the control
     */
    public static StreamControl of(Loader loader) {
        return new StreamControl(loader, false);
    }

    /**
     * What is loaded.
     *
     * @param table the table, or empty for all of the destination
     * @return the streams, in the order of their ids
     */
    public List<StreamStatus> status(Optional<TableName> table) {
        return loader.states(table).stream().map(StreamStatus::new).toList();
    }

    /**
     * Plans to take a stream back so that nothing after a block is left. A record that goes further goes as a whole; where it is a merged one,
     * whose rows carry ids that are known no more, a scan of the whole table deletes the rows that no remaining record names.
     *
     * @param streamId the stream
     * @param toBlock the last block to keep, or -1 to keep none
     * @return the plan, for {@link #carryOut}
     * @throws io.amp4j.client.AmpException with kind USER if there is no such stream
     */
    public RewindPlan planRewind(String streamId, long toBlock) {
        return Rewinds.rewind(Rewinds.state(loader, streamId), toBlock);
    }

    /**
     * Plans to load a stream again from a block on, as {@link #planRewind} does; where it can, a scan of the whole table also deletes rows that
     * no remaining record names, whoever left them.
     *
     * @param streamId the stream
     * @param fromBlock the first block to load again
     * @return the plan, for {@link #carryOut}
     * @throws io.amp4j.client.AmpException with kind USER if there is no such stream
     */
    public RewindPlan planRepair(String streamId, long fromBlock) {
        return Rewinds.repair(Rewinds.state(loader, streamId), fromBlock);
    }

    /**
     * Does what was planned, in one commit.
     *
     * @param plan the plan
     * @return how many rows were deleted, or -1 where the store does not count
     * @throws io.amp4j.client.AmpException with kind USER if the stream was changed since the plan was made: plan again
     */
    public long carryOut(RewindPlan plan) {
        return Rewinds.carryOut(loader, plan);
    }

    /** Ends the connections, unless the loader was given. */
    @Override
    public void close() {
        if (owned) {
            loader.close();
        }
    }
}
