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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a builder has gathered. */
final class LoadPlan {
    final Query query;
    final Map<String, String> settings = new LinkedHashMap<>();
    final List<LoadListener> listeners = new ArrayList<>();

    @Nullable
    String uri;

    @Nullable
    Loader loader;

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

    ResumePolicy resume = ResumePolicy.RESUME;
    LoadClock clock = LoadClock.SYSTEM;

    LoadPlan(Query query) {
        this.query = query;
    }

    Load start(LoadMode mode, List<String> keyColumns) {
        java.util.function.Supplier<Load> notYet = () -> {
            throw new UnsupportedOperationException(mode + " " + keyColumns);
        };
        return notYet.get();
    }
}
