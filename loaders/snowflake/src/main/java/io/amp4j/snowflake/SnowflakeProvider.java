package io.amp4j.snowflake;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.List;
import java.util.Set;

/** Finds the Snowflake loader for {@code snowflake://user@account/database/schema?warehouse=…&role=…}. */
public final class SnowflakeProvider implements LoaderProvider {
    /** For {@link java.util.ServiceLoader}. */
    public SnowflakeProvider() {}

    @Override
    public String name() {
        return "Snowflake";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("snowflake");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return SnowflakeKeys.ALL;
    }

    @Override
    public Loader create(Config config) {
        return new SnowflakeLoader(Settings.of(config));
    }
}
