package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.duckdb.DuckDbProvider;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.duckdb.DuckDBConnection;

/** Logs from memory into DuckDB, one thread: a session and its unit, against DuckDB's own scan of the same batches in one statement. */
final class DuckDbBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    /** What the server puts into a message of two megabytes. */
    private static final int BATCH = 8_000;

    private static final String ID = "00000000000000aa";

    @Override
    public String run(List<String> arguments) throws Exception {
        boolean inMemory = arguments.contains("memory");
        List<String> numbers = arguments.stream()
                .filter(argument -> !argument.equals("memory"))
                .toList();
        try (Scratch scratch = Scratch.create()) {
            String database = inMemory
                    ? ":memory:benchmark"
                    : scratch.folder().resolve("benchmark.duckdb").toString();
            return run(database, inMemory, Benchmark.rounds(numbers));
        }
    }

    private static String run(String database, boolean inMemory, int rounds) throws Exception {
        DuckDbProvider provider = new DuckDbProvider();
        Config config = Config.of("duckdb:" + database, Map.of("threads", "1"), provider.keys());
        try (BufferAllocator allocator = new RootAllocator();
                DuckDBConnection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + database).unwrap(DuckDBConnection.class);
                Loader loader = provider.create(config)) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
            try {
                loader.open(request()).close();
                execute(connection, "CREATE TABLE shape AS FROM ours");
                return Rounds.of(
                                "Arrow to DuckDB, " + (inMemory ? "in memory" : "a file"),
                                ROWS,
                                () -> ours(connection, loader, batches))
                        .against(
                                "INSERT ... SELECT of one Arrow stream",
                                0.9,
                                () -> theirs(connection, allocator, batches))
                        .run(rounds);
            } finally {
                batches.forEach(VectorSchemaRoot::close);
            }
        }
    }

    private static void ours(DuckDBConnection connection, Loader loader, List<VectorSchemaRoot> batches)
            throws SQLException {
        String load = UUID.randomUUID().toString();
        try (LoadSession session = loader.open(request());
                Unit unit = session.begin()) {
            BatchId id = BatchId.ofLoad(load);
            batches.forEach(batch -> unit.write(id, null, batch));
            unit.commit(new StateChange(List.of(), List.of(), new LoadRecord(load, id, ROWS, Instant.now())));
        }
        drop(connection, "ours");
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, "ours"),
                "ours",
                LoadMode.APPEND,
                Logs.schema(),
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    private static void theirs(DuckDBConnection connection, BufferAllocator allocator, List<VectorSchemaRoot> batches)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            statement.execute("CREATE TABLE theirs AS FROM shape");
            statement.execute("BEGIN");
            Data.exportArrayStream(allocator, new BatchReader(allocator, batches), stream);
            connection.registerArrowStream("batches", stream);
            statement.execute("INSERT INTO theirs SELECT *, '" + ID + "' FROM batches");
            statement.execute("COMMIT");
        }
        drop(connection, "theirs");
    }

    private static void drop(DuckDBConnection connection, String table) throws SQLException {
        execute(connection, "DROP TABLE " + table);
        execute(connection, "CHECKPOINT");
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
