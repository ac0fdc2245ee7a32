package io.amp4j.duckdb;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Makes loaders for {@code duckdb:FILE} and {@code duckdb::memory:NAME}. */
public final class DuckDbProvider implements LoaderProvider {
    /** How much memory the database may use. */
    public static final ConfigKey<Long> MEMORY_LIMIT = ConfigKey.bytes(
            "memory-limit",
            "How much memory DuckDB may use; what does not fit goes to disk. Without it: 1GiB for a file that nothing else in this"
                    + " JVM has open, else as the database is set.");

    /** How many threads the database may use. */
    public static final ConfigKey<Integer> THREADS =
            ConfigKey.integer("threads", "How many threads DuckDB may use. Without it: one for each core.");

    /** How long to wait for a lock on the file. */
    public static final ConfigKey<Duration> LOCK_TIMEOUT = ConfigKey.duration(
                    "lock-timeout",
                    "How long to wait while another process has the file open, before the load is refused.")
            .withDefault(Duration.ofSeconds(1));

    /** Called by {@link java.util.ServiceLoader}. */
    public DuckDbProvider() {}

    @Override
    public String name() {
        return "DuckDB";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("duckdb");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(MEMORY_LIMIT, THREADS, LOCK_TIMEOUT);
    }

    @Override
    public Loader create(Config config) {
        return new DuckDbLoader(new DuckDbDatabase(
                DuckDbLocation.parse(config.location()),
                config.find(MEMORY_LIMIT),
                config.find(THREADS),
                config.require(LOCK_TIMEOUT)));
    }
}
