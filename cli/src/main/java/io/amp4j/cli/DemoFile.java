package io.amp4j.cli;

import io.amp4j.client.AmpException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** What the demo notes in its own database: which chain the rows are of, so that a second run continues that chain. */
final class DemoFile {
    private static final String TABLE = "amp_demo";

    private DemoFile() {}

    /** A chain, which is a function of both; the tick is that of the last whole run, none before that. */
    record Chain(long seed, long tick) {
        static Chain begun(long seed) {
            return new Chain(seed, 0);
        }
    }

    static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + file);
    }

    static Optional<Chain> chain(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Connection connection = open(file);
                ResultSet tables = connection.getMetaData().getTables(null, null, TABLE, null)) {
            return tables.next() ? read(connection) : Optional.empty();
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    private static Optional<Chain> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT seed, tick FROM " + TABLE)) {
            return row.next() ? Optional.of(new Chain(row.getLong(1), row.getLong(2))) : Optional.empty();
        }
    }

    static void remember(Path file, Chain chain) {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE " + TABLE + " (seed BIGINT, tick BIGINT)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, ?)")) {
                insert.setLong(1, chain.seed());
                insert.setLong(2, chain.tick());
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw failed(file, e);
        }
    }

    static AmpException failed(Path file, SQLException e) {
        return new AmpException(CliError.INPUT, "DuckDB cannot use '" + file + "': " + e.getMessage(), e);
    }
}
