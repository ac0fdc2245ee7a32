package io.amp4j.loader.testkit.memory;

import io.amp4j.loader.spi.ConsistencyLevel;
import io.amp4j.loader.spi.Dropping;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.LoaderTraits;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Loads into a {@link MemoryStore}. Atomic: a unit is kept aside until its commit, and a commit happens under one lock. Thread-safe. */
public final class MemoryLoader implements Loader {
    private static final LoaderTraits TRAITS = new LoaderTraits(
            ConsistencyLevel.ATOMIC,
            Set.of(
                    LoaderFeature.STREAM,
                    LoaderFeature.CREATE_TABLE,
                    LoaderFeature.OVERWRITE,
                    LoaderFeature.DROP,
                    LoaderFeature.ADD_COLUMNS,
                    LoaderFeature.PARALLEL_UNITS));

    private final MemoryStore store;

    /**
     * A loader into a store.
     *
     * @param store the store; it stays the caller's
     */
    public MemoryLoader(MemoryStore store) {
        this.store = store;
    }

    @Override
    public LoaderTraits traits() {
        return TRAITS;
    }

    @Override
    public List<StreamState> states(Optional<TableName> table) {
        return store.states(table);
    }

    @Override
    public void drop(TableName table) {
        Dropping.endJobs(this, table, ResumePolicy.RESUME);
        store.drop(table);
    }

    @Override
    public LoadSession open(LoadRequest request) {
        return new MemorySession(store, store.open(request));
    }

    @Override
    public void close() {
        // there is no connection to end
    }
}
