package io.amp4j.loader;

import io.amp4j.client.AmpException;
import io.amp4j.client.Query;
import io.amp4j.client.stream.Retention;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.internal.CommitPolicy;
import io.amp4j.loader.internal.JobSpec;
import io.amp4j.loader.internal.LoadJob;
import io.amp4j.loader.internal.SliceTerms;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a builder has gathered, and how a job is made from it. */
final class LoadPlan {
    final Query query;
    final Map<String, String> settings = new LinkedHashMap<>();
    final List<LoadListener> listeners = new ArrayList<>();

    @Nullable
    String uri;

    @Nullable
    Loader loader;

    @Nullable
    SharedLoader shared;

    @Nullable
    TableName table;

    @Nullable
    String streamId;

    @Nullable
    String loadId;

    @Nullable
    Long fromBlock;

    @Nullable
    Long toBlock;

    @Nullable
    Duration commitInterval;

    @Nullable
    Long commitRows;

    @Nullable
    Long commitBytes;

    @Nullable
    Retention retention;

    @Nullable
    TablePolicy tablePolicy;

    @Nullable
    MetadataColumns metadata;

    @Nullable
    RetryPolicy retry;

    @Nullable
    Executor executor;

    int workers = 1;

    @Nullable
    Long sliceSize;

    @Nullable
    Long catchUpThreshold;

    boolean stopOnError;
    ResumePolicy resume = ResumePolicy.RESUME;
    LoadClock clock = LoadClock.SYSTEM;

    LoadPlan(Query query) {
        this.query = query;
    }

    Load start(LoadMode mode, List<String> keyColumns) {
        return LoadJob.start(spec(mode, keyColumns), executor);
    }

    private JobSpec spec(LoadMode mode, List<String> keyColumns) {
        TableName target = checkedTable(mode, keyColumns);
        if (loader != null) {
            return spec(mode, keyColumns, target, loader, Config.of("loader:", settings, LoadKeys.ALL));
        }
        if (shared != null) {
            return spec(mode, keyColumns, target, shared.loader(), shared.config(settings));
        }
        if (uri == null) {
            throw invalid("a load needs a destination: call to(…)");
        }
        DestinationRegistry.Found found = DestinationRegistry.onClassPath().find(uri);
        Config config = found.config(uri, settings);
        return spec(mode, keyColumns, target, found.provider().create(config), config);
    }

    private TableName checkedTable(LoadMode mode, List<String> keyColumns) {
        if (table == null) {
            throw invalid("a load needs a table: call table(…)");
        }
        if (mode != LoadMode.STREAM && (fromBlock != null || toBlock != null)) {
            throw invalid("first and last block are for live streams; a batch load loads what its query says");
        }
        if (mode == LoadMode.STREAM && loadId != null) {
            throw invalid("a load id is for batch loads; a live stream has a stream id");
        }
        if (mode == LoadMode.UPSERT && keyColumns.isEmpty()) {
            throw invalid("replacing rows needs the columns that identify them");
        }
        if (fromBlock != null && (fromBlock < 0 || (toBlock != null && toBlock < fromBlock))) {
            throw invalid("blocks " + fromBlock + " to " + toBlock + " are no span");
        }
        if (mode != LoadMode.STREAM && workers > 1) {
            throw invalid("a batch load is one unit and is not cut; only live streams are loaded in parallel");
        }
        return table;
    }

    private SliceTerms slices() {
        try {
            return new SliceTerms(workers, sliceSize, catchUpThreshold, stopOnError);
        } catch (IllegalArgumentException e) {
            throw invalid("a load is cut for at least one worker, into slices of at least one block");
        }
    }

    private JobSpec spec(LoadMode mode, List<String> keyColumns, TableName target, Loader to, Config config) {
        boolean live = mode == LoadMode.STREAM;
        return new JobSpec(
                query,
                to,
                loader == null && shared == null,
                mode,
                target,
                or(streamId, live ? target.toString() : target + "/loads"),
                or(loadId, UUID.randomUUID().toString()),
                fromBlock,
                toBlock,
                keyColumns,
                commitPolicy(config),
                retention == null ? new Retention(config.require(LoadKeys.RETENTION)) : retention,
                or(tablePolicy, config, LoadKeys.TABLE_POLICY),
                or(metadata, config, LoadKeys.METADATA),
                resume,
                or(retry, live ? RetryPolicy.KEEP_TRYING : RetryPolicy.SOME),
                slices(),
                shared == null ? null : shared.turns(),
                listeners,
                clock);
    }

    private CommitPolicy commitPolicy(Config config) {
        try {
            return new CommitPolicy(
                    or(commitInterval, config, LoadKeys.COMMIT_INTERVAL),
                    or(commitRows, config, LoadKeys.COMMIT_ROWS),
                    or(commitBytes, config, LoadKeys.COMMIT_BYTES));
        } catch (IllegalArgumentException e) {
            throw new AmpException(LoadError.LOAD_INVALID, "commit settings: " + e.getMessage(), e);
        }
    }

    private static <T> T or(@Nullable T set, Config config, ConfigKey<T> key) {
        return set == null ? config.require(key) : set;
    }

    private static <T> T or(@Nullable T set, T otherwise) {
        return set == null ? otherwise : set;
    }

    private static AmpException invalid(String message) {
        return new AmpException(LoadError.LOAD_INVALID, message);
    }
}
