package io.amp4j.devnet.internal.sql;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.arrow.memory.util.MemoryUtil;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, in memory: it runs the queries that need more than reading columns. Opened when the first
 * such query comes, since that takes a while. Thread-safe.
 */
public final class Engine implements AutoCloseable {
    /** What DataFusion with Amp's functions has and DuckDB has not, where it is one expression. */
    private static final List<String> MACROS = List.of(
            "CREATE MACRO evm_encode_hex(x) AS '0x' || lower(hex(x))",
            "CREATE MACRO evm_decode_hex(x) AS unhex(CASE WHEN starts_with(x, '0x') THEN x[3:] ELSE x END)");

    private final Files files;
    private @Nullable DuckDBConnection database;
    private Set<String> aggregates = Set.of();

    /** Whether queries may read files. */
    public enum Files {
        /** They may: the queries are the server's own. */
        READABLE,
        /** They may not: the queries are a client's. */
        OUT_OF_REACH
    }

    /**
     * An engine that is not open yet.
     *
     * @param files whether its queries may read files
     */
    public Engine(Files files) {
        this.files = files;
    }

    /**
     * A connection of its own, with names of its own.
     *
     * @return a connection; the caller closes it
     * @throws SQLException if the engine fails
     */
    public DuckDBConnection connect() throws SQLException {
        return database().duplicate();
    }

    /** The names of the functions that make one row of many. */
    synchronized Set<String> aggregates() throws SQLException {
        database();
        return aggregates;
    }

    private synchronized DuckDBConnection database() throws SQLException {
        if (database == null) {
            requireDirectBuffers();
            DuckDBConnection opened = open();
            aggregates = aggregatesOf(opened);
            database = opened;
        }
        return database;
    }

    /** Arrow's C data interface wraps addresses into direct buffers, which the JDK allows only to those it is told of. */
    private static void requireDirectBuffers() {
        long address = MemoryUtil.allocateMemory(Long.BYTES);
        try {
            MemoryUtil.directBuffer(address, Long.BYTES);
        } catch (UnsupportedOperationException e) {
            throw new Refusal(
                    "devnet runs this query in its SQL engine, which needs the JVM flag "
                            + "--add-opens=java.base/java.nio=ALL-UNNAMED; columns of one table and simple filters need no flag");
        } finally {
            MemoryUtil.freeMemory(address);
        }
    }

    private DuckDBConnection open() throws SQLException {
        Properties options = new Properties();
        options.setProperty("jdbc_stream_results", "true");
        DuckDBConnection opened = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", options);
        try (Statement statement = opened.createStatement()) {
            statement.execute("SET threads = 2");
            if (files == Files.OUT_OF_REACH) {
                statement.execute("SET enable_external_access = false");
            }
            for (String macro : MACROS) {
                statement.execute(macro);
            }
            statement.execute("SET lock_configuration = true");
        }
        return opened;
    }

    private static Set<String> aggregatesOf(DuckDBConnection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    public synchronized void close() {
        try {
            if (database != null) {
                database.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the SQL engine does not close", e);
        }
    }
}
