package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;

/** A database and an allocator for each test; everything that is opened is closed after it. */
abstract class LoaderTest {
    final String database = TestServer.newDatabase();
    final BufferAllocator allocator = new RootAllocator();
    private final List<AutoCloseable> closeables = new ArrayList<>();

    final Loader loader(String parameters) {
        return closing(Destinations.open(TestServer.uri(database) + parameters, Map.of()));
    }

    final <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    final List<String> query(String sql) throws Exception {
        return TestServer.query(database, sql);
    }

    final void execute(String... sql) throws Exception {
        TestServer.execute(database, sql);
    }

    static void assertCode(Throwable error, LoadError code) {
        assertThat(error).isInstanceOf(AmpException.class);
        assertThat(((AmpException) error).code()).as(error.getMessage()).isEqualTo(code);
    }

    @AfterEach
    final void closeAll() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
        TestServer.dropDatabase(database);
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }
}
