package io.amp4j.lmdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A destination as configured.
 *
 * @param directory where the environment is
 * @param key what rows are found by, or null for a table's own, else their place
 * @param mapSize how many bytes of room each unit finds in the map
 * @param sync what a power failure may take
 * @param patience how long to wait for another writer
 */
record LmdbSettings(Path directory, @Nullable KeySpec key, long mapSize, SyncMode sync, Duration patience) {
    Optional<KeySpec> keyIfGiven() {
        return Optional.ofNullable(key);
    }
}
