package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes loaders for {@code lmdb:DIRECTORY}. */
public final class LmdbProvider implements LoaderProvider {
    /** What rows are found by. */
    static final ConfigKey<String> KEY = ConfigKey.text(
            "key",
            "What rows are found by: columns, such as block_num,log_index, or a pattern, such as {block_num}:{log_index}. Without it:"
                    + " the table's own; for a new table the columns of an upsert, else the row's place in its stream.");

    /** How the columns of the key become bytes. */
    static final ConfigKey<KeyEncoding> KEY_ENCODING = ConfigKey.oneOf(
            "key-encoding",
            KeyEncoding.class,
            "How the key's columns become bytes: so that keys have the order of the values, or as text. Without it: ordered for columns,"
                    + " text for a pattern.");

    /** How much room a unit finds. */
    static final ConfigKey<Long> MAP_SIZE = ConfigKey.bytes(
                    "map-size",
                    "How much room in the map each unit begins with at least: the map grows between units, by as much as is needed and at"
                            + " least by half. It is address space, neither memory nor disk.")
            .withDefault(4L << 30);

    /** What a power failure may take. */
    static final ConfigKey<SyncMode> SYNC = ConfigKey.oneOf(
                    "sync",
                    SyncMode.class,
                    "What a power failure may take: nothing, the last commit, or the whole database. A killed process loses nothing in any"
                            + " of them.")
            .withDefault(SyncMode.RISKS_NOTHING);

    /** How long to wait for another writer. */
    static final ConfigKey<Duration> LOCK_TIMEOUT = ConfigKey.duration(
                    "lock-timeout",
                    "How long a unit waits while another stream's is written, before it is tried again as the retry policy says.")
            .withDefault(Duration.ofSeconds(10));

    /** Called by {@link java.util.ServiceLoader}. */
    public LmdbProvider() {}

    @Override
    public String name() {
        return "LMDB";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("lmdb");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        return List.of(KEY, KEY_ENCODING, MAP_SIZE, SYNC, LOCK_TIMEOUT);
    }

    @Override
    public Loader create(Config config) {
        return new LmdbLoader(new LmdbSettings(
                directory(config.location()),
                key(config),
                config.require(MAP_SIZE),
                config.require(SYNC),
                config.require(LOCK_TIMEOUT)));
    }

    private static Path directory(String location) {
        if (location.isEmpty()) {
            throw new AmpException(LoadError.CONFIG_INVALID, "name a directory, such as lmdb:/data/chain");
        }
        try {
            return Path.of(location).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID, "'" + location + "' cannot be a directory's name: " + e.getReason(), e);
        }
    }

    private static @Nullable KeySpec key(Config config) {
        String text = config.find(KEY).orElse("");
        if (text.isBlank()) {
            return null;
        }
        KeyEncoding natural = KeySpec.isPattern(text) ? KeyEncoding.TEXT : KeyEncoding.ORDERED;
        return new KeySpec(text, config.find(KEY_ENCODING).orElse(natural));
    }
}
