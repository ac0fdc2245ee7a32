package io.amp4j.benchmarks;

import io.amp4j.client.Batch;
import io.amp4j.client.BatchStream;
import io.amp4j.client.Query;
import io.amp4j.loader.labels.LabelFile;
import io.amp4j.loader.labels.LabelJoin;
import io.amp4j.loader.labels.LabelType;
import io.amp4j.loader.labels.Labels;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;

/**
 * Rows from memory joined with a million labels, one thread: amp4j makes the joined batches, DuckDB joins the same batches from one Arrow stream and sums up
 * every column of a label, which is less than writing it.
 */
final class LabelsBenchmark implements Benchmark {
    private static final int LABELS = 1_000_000;
    private static final int ROWS = 1_000_000;
    private static final int TIMES = 8;
    /** What the server puts into a message of about half a megabyte. */
    private static final int BATCH = 8_000;

    private static final double WANTED = 5;

    @Override
    public String run(List<String> arguments) throws Exception {
        LabelledRows rows = new LabelledRows(LABELS);
        try (Scratch scratch = Scratch.create()) {
            Path file = scratch.folder().resolve("labels.csv");
            rows.writeLabels(file);
            try (Labels labels = LabelFile.of(file)
                            .key("address")
                            .type("decimals", LabelType.INTEGER)
                            .read();
                    DuckDBConnection connection =
                            DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class)) {
                execute(connection, "SET threads = 1");
                execute(
                        connection,
                        "CREATE TABLE labels AS SELECT unhex(substr(address, 3)) AS address, symbol, decimals FROM read_csv('"
                                + file + "')");
                int rounds = Benchmark.rounds(arguments);
                LabelJoin inner = labels.on("token");
                return compare("inner, bytes", rows, inner, false, connection, rounds)
                        + compare("left, bytes", rows, inner.left(), false, connection, rounds)
                        + compare("inner, hex text", rows, inner, true, connection, rounds);
            }
        }
    }

    private static String compare(
            String name, LabelledRows rows, LabelJoin join, boolean hex, DuckDBConnection connection, int rounds)
            throws Exception {
        try (BufferAllocator allocator = new RootAllocator()) {
            List<VectorSchemaRoot> once = rows.batches(allocator, hex, ROWS, BATCH);
            List<VectorSchemaRoot> batches = Collections.nCopies(TIMES, once).stream()
                    .flatMap(List::stream)
                    .toList();
            String sql = "SELECT count(*), sum(length(symbol)), sum(decimals) FROM batches "
                    + (name.startsWith("left") ? "LEFT" : "INNER") + " JOIN labels ON labels.address = "
                    + (hex ? "unhex(substr(token, 3))" : "token");
            try {
                return Rounds.of("1,000,000 labels, " + name, (long) ROWS * TIMES, () -> ours(join, batches))
                                .atLeast(WANTED)
                                .against("DuckDB, one thread", 1.0, () -> theirs(connection, allocator, batches, sql))
                                .run(rounds)
                        + "\n";
            } finally {
                once.forEach(VectorSchemaRoot::close);
            }
        }
    }

    private static void ours(LabelJoin join, List<VectorSchemaRoot> batches) {
        Query joined = join.join(new MemoryQuery(batches));
        long rows = 0;
        try (BatchStream stream = joined.batches()) {
            for (Batch batch = stream.next(); batch != null; batch = stream.next()) {
                rows += batch.rows();
            }
        }
        check(rows);
    }

    private static void theirs(
            DuckDBConnection connection, BufferAllocator allocator, List<VectorSchemaRoot> batches, String sql)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, new BatchReader(allocator, batches), stream);
            connection.registerArrowStream("batches", stream);
            try (ResultSet sums = statement.executeQuery(sql)) {
                sums.next();
                check(sums.getLong(1));
            }
        }
    }

    /** Four of five rows have a label; left, all stay. */
    private static void check(long rows) {
        if (rows < (long) ROWS * TIMES * 3 / 4) {
            throw new IllegalStateException("only " + rows + " rows are left");
        }
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
