package io.amp4j.postgresql;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.List;
import java.util.Set;

/** Finds the PostgreSQL loader for {@code postgresql://user:password@host:port,host2:port/database?schema=…&sslmode=…}. */
public final class PostgresqlProvider implements LoaderProvider {
    /** For {@link java.util.ServiceLoader}. */
    public PostgresqlProvider() {}

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("postgresql", "postgres");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return PostgresqlKeys.ALL;
    }

    @Override
    public Loader create(Config config) {
        return new PostgresqlLoader(Settings.of(config, System.getenv()));
    }
}
