package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a database is. A file is always given to DuckDB as an absolute path, so that no name can reach its other schemes (a web address,
 * another database, an extension).
 *
 * @param url what the driver opens
 * @param file the file, or empty for a database in memory
 */
record DuckDbLocation(String url, Optional<Path> file) {
    private static final String MEMORY = ":memory:";

    static DuckDbLocation parse(String location) {
        if (location.isEmpty() || location.equals(MEMORY)) {
            return inMemory("amp-" + UUID.randomUUID());
        }
        if (location.startsWith(MEMORY)) {
            return inMemory(location.substring(MEMORY.length()));
        }
        try {
            Path file = Path.of(location).toAbsolutePath().normalize();
            return new DuckDbLocation(url(file.toString()), Optional.of(file));
        } catch (InvalidPathException e) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID, "'" + location + "' cannot be a file's name: " + e.getReason(), e);
        }
    }

    private static DuckDbLocation inMemory(String name) {
        return new DuckDbLocation(url(MEMORY + name), Optional.empty());
    }

    private static String url(String database) {
        if (database.indexOf(';') >= 0) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "a DuckDB database whose path or name has a semicolon cannot be opened by its driver");
        }
        return "jdbc:duckdb:" + database;
    }

    /** The place as messages name it. */
    @Override
    public String toString() {
        return file.map(Path::toString).orElse("the database in memory");
    }
}
