package com.example.jsonl;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Makes loaders for {@code jsonl:DIRECTORY}. */
public final class JsonlProvider implements LoaderProvider {
    /** Whether a commit survives a power failure. */
    public static final ConfigKey<Boolean> FORCE = ConfigKey.flag(
                    "force",
                    "Whether files are forced to the disk before a commit. Without it a power failure may lose commits; a killed"
                            + " process loses none. Turn it off where directories cannot be forced (Windows).")
            .withDefault(true);

    /** Called by {@link java.util.ServiceLoader}. */
    public JsonlProvider() {}

    @Override
    public String name() {
        return "JSON lines";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("jsonl");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(FORCE);
    }

    @Override
    public Loader create(Config config) {
        if (config.path().isEmpty()) {
            throw new AmpException(LoadError.CONFIG_INVALID, "name a directory, such as jsonl:/data/chain");
        }
        return new JsonlLoader(Path.of(config.path()), config.require(FORCE));
    }
}
