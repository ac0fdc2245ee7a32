package io.amp4j.benchmarks;

import io.amp4j.parquet.Compression;
import io.amp4j.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Logs from memory to a Parquet file, ZSTD level 1, one thread. */
final class ParquetBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    /** What the server puts into a message of two megabytes. */
    private static final int BATCH = 8_000;

    @Override
    public String run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("amp4j-parquet-benchmark");
        Path ours = folder.resolve("amp4j.parquet");
        Path theirs = folder.resolve("parquet-java.parquet");
        Path duckdb = folder.resolve("duckdb.parquet");
        try (BufferAllocator allocator = new RootAllocator();
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
            try {
                write(batches, ours);
                statement.execute("SET threads = 1");
                // DuckDB starts from its own memory, too: reading Arrow is not part of what is compared.
                statement.execute("CREATE TABLE logs AS SELECT * FROM read_parquet('" + ours + "')");
                String copy = "COPY logs TO '" + duckdb + "' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)";
                String table = Rounds.of("Arrow to Parquet, ZSTD 1, one thread", ROWS, () -> write(batches, ours))
                        .against("parquet-java WriteSupport", 2.0, () -> LogsWriteSupport.write(batches, theirs))
                        .against("DuckDB COPY", 1.0, () -> statement.execute(copy))
                        .run(Benchmark.rounds(arguments));
                return table + sizes(List.of(ours, theirs, duckdb));
            } finally {
                batches.forEach(VectorSchemaRoot::close);
            }
        } finally {
            for (Path file : List.of(ours, theirs, duckdb)) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        }
    }

    private static void write(List<VectorSchemaRoot> batches, Path file) {
        try (ParquetWriter writer = ParquetWriter.builder(file, Logs.schema())
                .compression(Compression.zstd(1))
                .build()) {
            batches.forEach(writer::write);
            writer.finish();
        }
    }

    private static String sizes(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder("\n");
        for (Path file : files) {
            text.append(String.format(Locale.ROOT, "%s: %.1f MB%n", file.getFileName(), Files.size(file) / 1e6));
        }
        return text.toString();
    }
}
