package io.amp4j.loader.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What all parts of the contract share: a store, a loader and an allocator for each test. After each test the allocator must hold nothing.
 */
public abstract class LoaderContract {
    @TempDir
    Path directory;

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private BufferAllocator allocator = new RootAllocator();
    private TestStore store;
    private Loader loader;

    LoaderContract() {}

    /**
     * Gives a test an empty destination of its own. A server that takes long to start may be shared by all of them.
     *
     * @param directory an empty directory that is deleted after the test
     * @return the store; closed after the test
     * @throws Exception fails the test
     */
    protected abstract TestStore openStore(Path directory) throws Exception;

    @BeforeEach
    final void openStoreAndLoader() throws Exception {
        store = openStore(directory);
        loader = newLoader();
    }

    @AfterEach
    final void closeStoreAndCountMemory() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
        store.close();
        assertThat(allocator.getAllocatedMemory())
                .as("off-heap bytes that nobody closed")
                .isZero();
        allocator.close();
    }

    final TestStore store() {
        return store;
    }

    final Loader loader() {
        return loader;
    }

    final BufferAllocator allocator() {
        return allocator;
    }

    /** Another loader of the same destination, closed after the test. */
    final Loader newLoader() {
        return closing(Destinations.open(store.uri(), store.settings()));
    }

    final <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    final boolean has(LoaderFeature feature) {
        return loader.traits().has(feature);
    }

    final LoadRequest request(TableName table, LoadMode mode) {
        return Requests.of(table, mode, BlockRows.SCHEMA);
    }

    final LoadRequest request(TableName table, LoadMode mode, Schema schema) {
        return Requests.of(table, mode, schema);
    }

    /** A job that is closed after the test, if not before. */
    final TestJob job(Loader by, LoadRequest request) {
        return closing(new TestJob(by, request, allocator));
    }

    final TestJob streamJob(TableName table) {
        return job(loader, request(table, LoadMode.STREAM));
    }

    /** What a call fails with, which it must. */
    static AmpException failure(Runnable call) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).as("the failure that should have come").isNotNull();
        return failure;
    }

    /** The one state of a table's stream, as a reader sees it. */
    final StreamState state(TableName table) {
        List<StreamState> states = loader.states(Optional.of(table));
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    /** That the table holds exactly the rows of the records that the state names. */
    final void assertRowsAreThoseOf(TableName table, StreamState state) {
        assertThat(store.rows(table, BlockRows.columns()))
                .containsExactlyInAnyOrderElementsOf(BlockRows.expected(store, state.records()));
    }
}
