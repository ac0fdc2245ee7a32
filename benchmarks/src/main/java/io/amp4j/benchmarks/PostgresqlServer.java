package io.amp4j.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL on this machine, durable as a real one, with memory for the rows of a benchmark. */
final class PostgresqlServer implements AutoCloseable {
    private final EmbeddedPostgres server;

    PostgresqlServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("autovacuum", "off")
                .start();
    }

    int port() {
        return server.getPort();
    }

    String uri() {
        return "postgresql://postgres@127.0.0.1:" + port() + "/postgres";
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs psql: the one that PSQL names (a distribution's may be a script that looks for it first), else that on the path. */
    void psql(String command) throws IOException, InterruptedException {
        if (startPsql(command).waitFor() != 0) {
            throw new IOException("psql failed: " + command);
        }
    }

    Process startPsql(String command) throws IOException {
        return new ProcessBuilder(
                        System.getenv().getOrDefault("PSQL", "psql"),
                        "-X",
                        "-q",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port()),
                        "-U",
                        "postgres",
                        "-d",
                        "postgres",
                        "-c",
                        command)
                .inheritIO()
                .start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
