package io.amp4j.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of its own that can be killed and started again on the same data and port. */
public final class KillableServer implements AutoCloseable {
    private final Path data;
    private final Map<String, String> config;
    private EmbeddedPostgres server;

    /**
     * Makes and starts a server.
     *
     * @param data its data directory, missing or empty
     * @param config lines of its configuration
     */
    public KillableServer(Path data, Map<String, String> config) {
        this.data = data;
        this.config = new LinkedHashMap<>(config);
        this.config.putIfAbsent("listen_addresses", "127.0.0.1");
        // What a client was told is committed must survive a kill, as it does unless somebody chose otherwise.
        this.config.putIfAbsent("synchronous_commit", "on");
        this.server = start(0);
    }

    private EmbeddedPostgres start(int port) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofSeconds(60));
            if (port != 0) {
                builder.setPort(port);
            }
            config.forEach(builder::setServerConfig);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port on 127.0.0.1, the same after each start. */
    public int port() {
        return server.getPort();
    }

    /** The URI of its database {@code postgres}. */
    public String uri() {
        return "postgresql://postgres@127.0.0.1:" + port() + "/postgres";
    }

    /** A connection as its owner. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres");
    }

    /** Runs statements. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Puts a line before all others of the file that says who may connect how. */
    public void prependAccess(String line) throws IOException, SQLException {
        Path file = data.resolve("pg_hba.conf");
        Files.writeString(file, line + "\n" + Files.readString(file));
        execute("SELECT pg_reload_conf()");
    }

    /** Kills the postmaster and all of its processes, without a word. */
    public void kill() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(lines.get(0).trim())).orElseThrow();
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture.allOf(java.util.stream.Stream.concat(java.util.stream.Stream.of(postmaster), all.stream())
                            .map(ProcessHandle::onExit)
                            .toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again after {@link #kill()}. */
    public void restart() {
        int port = server.getPort();
        // The object holds a lock on the data directory, though its process is gone.
        close();
        server = start(port);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
