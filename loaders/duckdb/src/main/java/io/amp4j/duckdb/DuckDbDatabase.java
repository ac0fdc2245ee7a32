package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Opens connections to one database. All connections of a JVM to one file share one open database, which holds the file's lock until the
 * last of them closes. Thread-safe.
 *
 * @param location where the database is
 * @param memoryLimit bytes that it may use
 * @param threads threads that it may use
 * @param lockTimeout how long another process's lock is waited for
 */
record DuckDbDatabase(
        DuckDbLocation location, Optional<Long> memoryLimit, Optional<Integer> threads, Duration lockTimeout) {
    private static final long DEFAULT_MEMORY = 1L << 30;
    private static final long LOCK_POLL_MILLIS = 20;

    static {
        // The driver registers itself through ServiceLoader, which does not see it in every class loader.
        new DuckDBDriver();
    }

    /** Whether there is something to read: opening would create a missing file. */
    boolean exists() {
        return location.file().map(Files::exists).orElse(true);
    }

    /** The version of the library, which is in the driver. */
    static String version() {
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:")) {
            return memory.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new AmpException(
                    LoadError.DESTINATION_FAILED, "DuckDB's library cannot be used: " + e.getMessage(), e);
        }
    }

    /** A connection without auto-commit. */
    DuckDBConnection connect() {
        requireFolder();
        long deadline = System.nanoTime() + lockTimeout.toNanos();
        while (true) {
            try {
                return configured(open());
            } catch (SQLException e) {
                AmpException error = DuckDbErrors.translate(diagnosed(e), location);
                if (error.code() != LoadError.LOCKED || System.nanoTime() >= deadline) {
                    throw error;
                }
            }
            pause();
        }
    }

    /** DuckDB would say that it cannot read the file. */
    private void requireFolder() {
        Path folder = location.file().map(Path::getParent).orElse(null);
        if (folder != null && !Files.isDirectory(folder)) {
            throw new AmpException(
                    LoadError.DESTINATION_FAILED,
                    "DuckDB (" + location + "): there is no folder " + folder + ". Make it, or name another file");
        }
    }

    private DuckDBConnection open() throws SQLException {
        Connection connection = DriverManager.getConnection(location.url());
        try {
            return connection.unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private DuckDBConnection configured(DuckDBConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET errors_as_json = true");
            if (threads.isPresent()) {
                statement.execute("SET threads = " + threads.get());
            }
            Optional<Long> limit = memoryLimit.or(() -> defaultMemory(statement));
            if (limit.isPresent()) {
                statement.execute("SET memory_limit = '" + limit.get() + "B'");
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Ours to set only where nobody else in this JVM has the database open. */
    private Optional<Long> defaultMemory(Statement statement) {
        if (location.file().isEmpty()) {
            return Optional.empty();
        }
        try (ResultSet row = statement.executeQuery("SELECT * FROM duckdb_connection_count()")) {
            return row.next() && row.getLong(1) == 1 ? Optional.of(DEFAULT_MEMORY) : Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Errors of opening come without their type: attaching the same file elsewhere says it. */
    private SQLException diagnosed(SQLException error) {
        if (location.file().isEmpty()) {
            return error;
        }
        String file = location.file().get().toString().replace("'", "''");
        try (Connection elsewhere = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = elsewhere.createStatement()) {
            statement.execute("SET errors_as_json = true");
            statement.execute("ATTACH '" + file + "' AS probe (READ_ONLY)");
            return error;
        } catch (SQLException typed) {
            return typed;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOCK_POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(LoadError.CANCELLED, "interrupted while waiting for the lock of a DuckDB file", e);
        }
    }
}
