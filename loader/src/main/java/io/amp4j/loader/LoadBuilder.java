package io.amp4j.loader;

import io.amp4j.client.Query;
import io.amp4j.client.stream.Retention;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Describes a load and starts it. Each method returns this builder. Not thread-safe; it may start several loads.
 *
 * <p>What is set here wins over the same key in {@link #settings}, and that over the same in the destination's URI.
 */
public final class LoadBuilder {
    private final LoadPlan plan;

    LoadBuilder(Query query) {
        this.plan = new LoadPlan(query);
    }

    /**
     * Where the rows go. Required, this or one of the other {@code to}.
     *
     * @param uri a destination, such as {@code duckdb:chain.duckdb}; it may carry settings of the loader and of the load
     * @return this
     */
    public LoadBuilder to(String uri) {
        plan.uri = uri;
        return this;
    }

    /**
     * Where the rows go, for a loader that is made already.
     *
     * @param loader the loader; it stays the caller's, who closes it after the load has ended
     * @return this
     */
    public LoadBuilder to(Loader loader) {
        plan.loader = loader;
        return this;
    }

    /**
     * Where the rows go, for a loader that other loads use at the same time, each for another table.
     *
     * @param shared the loader; it stays the caller's, who closes it after all of its loads have ended
     * @return this
     */
    public LoadBuilder to(SharedLoader shared) {
        plan.shared = shared;
        return this;
    }

    /**
     * Settings of the loader and of the load, by the names of their keys; of the load alone where the loader is made already.
     *
     * @param settings names and values
     * @return this
     */
    public LoadBuilder settings(Map<String, String> settings) {
        plan.settings.putAll(settings);
        return this;
    }

    /**
     * The table to fill. Required.
     *
     * @param table {@code table} or {@code schema.table}
     * @return this
     */
    public LoadBuilder table(String table) {
        return table(TableName.parse(table));
    }

    /**
     * The table to fill. Required.
     *
     * @param table the table's name
     * @return this
     */
    public LoadBuilder table(TableName table) {
        plan.table = table;
        return this;
    }

    /**
     * Names the stream within the destination; by default the table's name, for batch loads with {@code /loads} behind it.
     *
     * @param streamId the name
     * @return this
     */
    public LoadBuilder streamId(String streamId) {
        plan.streamId = streamId;
        return this;
    }

    /**
     * Names a batch load: the same id again does nothing. By default each load has a random id.
     *
     * @param loadId the id
     * @return this
     */
    public LoadBuilder loadId(String loadId) {
        plan.loadId = loadId;
        return this;
    }

    /**
     * The first block to load; by default the first that the server has. Streams only.
     *
     * @param block the block's number
     * @return this
     */
    public LoadBuilder fromBlock(long block) {
        plan.fromBlock = block;
        return this;
    }

    /**
     * Ends a live stream once everything up to a block is committed, and loads no rows of later blocks: the query is wrapped for it, with
     * {@code block_num() <= block}. Streams only.
     *
     * @param block the block's number
     * @return this
     */
    public LoadBuilder toBlock(long block) {
        plan.toBlock = block;
        return this;
    }

    /**
     * Loads in parallel what is missing: the blocks are cut into slices, each a stream of its own, and the slice at the top becomes the live
     * stream. Streams only. By default a load is one stream.
     *
     * <p>Where the loader can have one unit open at a time, slices are read in parallel and written in turns.
     *
     * @param workers how many slices are loaded at once, each on a thread of its own
     * @return this
     */
    public LoadBuilder parallel(int workers) {
        plan.workers = workers;
        return this;
    }

    /**
     * How many blocks a slice has; by default that follows from how dense their rows are. It is raised to whole intervals of the server.
     *
     * @param blocks a number of blocks, at least one
     * @return this
     */
    public LoadBuilder sliceSize(long blocks) {
        plan.sliceSize = blocks;
        return this;
    }

    /**
     * From how many missing blocks on a parallel load's live stream is cut into slices again; by default two slices' worth.
     *
     * @param blocks a number of blocks, at least one
     * @return this
     */
    public LoadBuilder catchUpThreshold(long blocks) {
        plan.catchUpThreshold = blocks;
        return this;
    }

    /**
     * Ends a parallel load as soon as one slice fails for good. By default the other slices are completed first. Either way the load ends with that
     * failure, and the next one loads what is missing.
     *
     * @return this
     */
    public LoadBuilder stopOnError() {
        plan.stopOnError = true;
        return this;
    }

    /**
     * How long a live stream gathers microbatches before it commits them, if they do not fill a unit earlier; {@link LoadKeys#COMMIT_INTERVAL}.
     *
     * @param interval the time; zero commits each microbatch
     * @return this
     */
    public LoadBuilder commitInterval(Duration interval) {
        plan.commitInterval = interval;
        return this;
    }

    /**
     * How many rows fill a unit; {@link LoadKeys#COMMIT_ROWS}.
     *
     * @param rows a number of rows, at least one
     * @return this
     */
    public LoadBuilder commitRows(long rows) {
        plan.commitRows = rows;
        return this;
    }

    /**
     * How many Arrow bytes fill a unit; {@link LoadKeys#COMMIT_BYTES}.
     *
     * @param bytes a number of bytes, at least one
     * @return this
     */
    public LoadBuilder commitBytes(long bytes) {
        plan.commitBytes = bytes;
        return this;
    }

    /**
     * How far back a reorg can be undone; {@link LoadKeys#RETENTION}.
     *
     * @param retention a number of blocks, well past the chain's finality
     * @return this
     */
    public LoadBuilder retention(Retention retention) {
        plan.retention = retention;
        return this;
    }

    /**
     * What may be done to the table itself; {@link LoadKeys#TABLE_POLICY}.
     *
     * @param policy the policy
     * @return this
     */
    public LoadBuilder tablePolicy(TablePolicy policy) {
        plan.tablePolicy = policy;
        return this;
    }

    /**
     * Which columns mark the rows; {@link LoadKeys#METADATA}.
     *
     * @param columns the columns
     * @return this
     */
    public LoadBuilder metadata(MetadataColumns columns) {
        plan.metadata = columns;
        return this;
    }

    /**
     * What becomes of an earlier state; by default the load goes on behind it.
     *
     * @param policy the policy
     * @return this
     */
    public LoadBuilder resume(ResumePolicy policy) {
        plan.resume = policy;
        return this;
    }

    /**
     * When to try again after a failure; by default {@link RetryPolicy#KEEP_TRYING} for streams and {@link RetryPolicy#SOME} for batch loads.
     *
     * @param policy the policy
     * @return this
     */
    public LoadBuilder retry(RetryPolicy policy) {
        plan.retry = policy;
        return this;
    }

    /**
     * One more listener.
     *
     * @param listener hears what the load does
     * @return this
     */
    public LoadBuilder listener(LoadListener listener) {
        plan.listeners.add(listener);
        return this;
    }

    /**
     * Runs the load, which takes a thread for each worker from start to end; by default daemon threads of its own.
     *
     * @param executor where to run it; one that runs on the caller's thread makes starting it wait for its end
     * @return this
     */
    public LoadBuilder executor(Executor executor) {
        plan.executor = executor;
        return this;
    }

    /**
     * The time to go by; by default the computer's.
     *
     * @param clock the clock
     * @return this
     */
    public LoadBuilder clock(LoadClock clock) {
        plan.clock = clock;
        return this;
    }

    /**
     * Starts a live stream: rows come, and at a reorg go, until it is cancelled.
     *
     * @return the running load
     * @throws io.amp4j.client.AmpException with kind USER if the description is not complete or makes no sense
     */
    public Load stream() {
        return plan.start(LoadMode.STREAM, List.of());
    }

    /**
     * Starts a batch load that adds what the query answers now.
     *
     * @return the running load
     * @throws io.amp4j.client.AmpException with kind USER if the description is not complete or makes no sense
     */
    public Load append() {
        return plan.start(LoadMode.APPEND, List.of());
    }

    /**
     * Starts a batch load that replaces all rows of the table by what the query answers now, in one commit.
     *
     * @return the running load
     * @throws io.amp4j.client.AmpException with kind USER if the description is not complete or makes no sense
     */
    public Load overwrite() {
        return plan.start(LoadMode.OVERWRITE, List.of());
    }

    /**
     * Starts a batch load that replaces the rows of the same key.
     *
     * @param keyColumns the columns that identify a row
     * @return the running load
     * @throws io.amp4j.client.AmpException with kind USER if the description is not complete or makes no sense
     */
    public Load upsert(String... keyColumns) {
        return plan.start(LoadMode.UPSERT, List.of(keyColumns));
    }
}
