package io.amp4j.loader.internal;

import io.amp4j.client.Query;
import io.amp4j.client.stream.Retention;
import io.amp4j.loader.LoadClock;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.RetryPolicy;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that a job needs to know.
 *
 * @param query what to load
 * @param loader where to
 * @param loaderOwned whether the job closes the loader
 * @param mode what the load does to the rows that are there
 * @param table the table
 * @param streamId the stream
 * @param loadId the batch load's id; unused by streams
 * @param fromBlock the first block as asked, or null
 * @param toBlock the last block as asked, or null
 * @param keyColumns what identifies a row, for upserts
 * @param commit when a unit is full
 * @param retention how far back records are kept apart
 * @param tablePolicy what may be done to the table
 * @param metadata which columns mark the rows
 * @param resume what becomes of an earlier state
 * @param retry when to try again
 * @param slices how a stream is cut
 * @param turns where jobs that share the loader wait for each other, or null for a job that has it for itself
 * @param listeners who hears of it
 * @param clock the time to go by
 */
public record JobSpec(
        Query query,
        Loader loader,
        boolean loaderOwned,
        LoadMode mode,
        TableName table,
        String streamId,
        String loadId,
        @Nullable Long fromBlock,
        @Nullable Long toBlock,
        List<String> keyColumns,
        CommitPolicy commit,
        Retention retention,
        TablePolicy tablePolicy,
        MetadataColumns metadata,
        ResumePolicy resume,
        RetryPolicy retry,
        SliceTerms slices,
        @Nullable Turns turns,
        List<LoadListener> listeners,
        LoadClock clock) {
    /** Takes copies of the lists. */
    public JobSpec {
        keyColumns = List.copyOf(keyColumns);
        listeners = List.copyOf(listeners);
    }

    /** The query that a stream reads: without the rows behind the last block asked for, which its last microbatch may hold. */
    Query reading() {
        return toBlock == null ? query : query.withSql(StreamSql.of(query.sql()).upTo(toBlock));
    }

    /** Who may have a unit open. */
    UnitGate unitGate() {
        UnitGate shared = turns == null ? null : turns.units();
        boolean several = loader.traits().has(LoaderFeature.PARALLEL_UNITS);
        return shared != null ? shared : new UnitGate(several ? slices.workers() : 1, clock);
    }

    LoadSession open(LoadRequest request, CancelSignal cancel) {
        return turns == null ? loader.open(request) : turns.opening(cancel, () -> loader.open(request));
    }

    LoadRequest request(Schema schema) {
        return new LoadRequest(
                table,
                streamId,
                mode,
                schema,
                fromBlock,
                toBlock,
                Fingerprint.of(query.identity()),
                Fingerprint.of(schema),
                keyColumns,
                tablePolicy,
                metadata,
                resume);
    }
}
