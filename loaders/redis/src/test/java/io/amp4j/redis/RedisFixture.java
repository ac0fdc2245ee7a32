package io.amp4j.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;

/** A database of its own, loaders of it, and the driver to look into it. */
abstract class RedisFixture {
    final int database = TestRedis.newDatabase();
    final BufferAllocator allocator = new RootAllocator();
    final Jedis redis = TestRedis.connect(database);
    private final List<AutoCloseable> closeables = new ArrayList<>();

    @AfterEach
    final void close() throws Exception {
        for (int i = closeables.size() - 1; i >= 0; i--) {
            closeables.get(i).close();
        }
        redis.flushDB();
        redis.close();
        allocator.close();
    }

    final <T extends AutoCloseable> T closing(T closeable) {
        closeables.add(closeable);
        return closeable;
    }

    final String uri(String settings) {
        return TestRedis.uri(database) + "?" + settings;
    }

    final Loader loader(String settings) {
        return closing(Destinations.open(uri(settings), Map.of()));
    }

    final LoadSession stream(String settings) {
        return open(settings, Rows.request("t", LoadMode.STREAM));
    }

    final LoadSession open(String settings, LoadRequest request) {
        return closing(loader(settings).open(request));
    }

    static AmpException failure(Runnable call, LoadError code) {
        AmpException failure = catchThrowableOfType(AmpException.class, call::run);
        assertThat(failure).as("the failure that should have come").isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        return failure;
    }
}
