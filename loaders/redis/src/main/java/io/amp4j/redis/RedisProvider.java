package io.amp4j.redis;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.List;
import java.util.Set;

/** Finds Redis: {@code redis://user:password@host:6379/0}, and {@code rediss:} over TLS. */
public final class RedisProvider implements LoaderProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RedisProvider() {}

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("redis", "rediss");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return RedisKeys.ALL;
    }

    @Override
    public Loader create(Config config) {
        return new RedisLoader(Layout.of(config), Limits.of(config), new Connector(Endpoint.of(config)));
    }
}
