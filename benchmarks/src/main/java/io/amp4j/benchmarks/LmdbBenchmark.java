package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.lmdb.KeyRange;
import io.amp4j.lmdb.LmdbProvider;
import io.amp4j.lmdb.LmdbReader;
import io.amp4j.lmdb.LmdbTable;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Logs from memory into a new LMDB environment, in units as a live load has them, against LMDB's own {@code mdb_load} of a dump of the same environment:
 * the same keys and values, index and state included. Needs {@code mdb_dump} and {@code mdb_load} (Debian: lmdb-utils).
 */
final class LmdbBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    /** What the server puts into a message of two megabytes. */
    private static final int BATCH = 8_000;

    private static final int GETS = 200_000;
    private static final String TABLE = "logs";

    @Override
    public String run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory(inMemory(), "amp4j-lmdb-benchmark");
        try (BufferAllocator allocator = new RootAllocator()) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
            try {
                return loads(folder, batches, arguments, "block_num,log_index")
                        + "\n" + loads(folder, batches, arguments, "{block_num}:{log_index}")
                        + "\n" + reads(folder, allocator, batches);
            } finally {
                batches.forEach(VectorSchemaRoot::close);
            }
        } finally {
            delete(folder);
        }
    }

    /** mdb_load forces the disk every hundred rows, and cannot be told not to: where that costs nothing, the two can be compared. */
    private static Path inMemory() {
        Path shared = Path.of("/dev/shm");
        return Files.isDirectory(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static String loads(Path folder, List<VectorSchemaRoot> batches, List<String> arguments, String key)
            throws Exception {
        Path loaded = folder.resolve("loaded");
        Path dump = folder.resolve("dump");
        load(loaded, key, batches);
        tool(dump, "mdb_dump", "-a", loaded.toString());
        delete(loaded);
        return Rounds.of("Arrow to LMDB, key=" + key, ROWS, () -> {
                    load(loaded, key, batches);
                    delete(loaded);
                })
                .against("mdb_load", 0.8, () -> {
                    Path theirs = Files.createDirectory(folder.resolve("theirs"));
                    tool(folder.resolve("said"), "mdb_load", "-f", dump.toString(), theirs.toString());
                    delete(theirs);
                })
                .run(Benchmark.rounds(arguments));
    }

    private static void load(Path directory, String key, List<VectorSchemaRoot> batches) {
        LmdbProvider provider = new LmdbProvider();
        // In a file system in memory, forcing costs nothing on either side.
        Map<String, String> settings = Map.of("key", key, "sync", "risks-database");
        try (Loader loader = provider.create(Config.of("lmdb:" + directory, settings, provider.keys()));
                LoadSession session = loader.open(request());
                Unit unit = session.begin()) {
            BatchId id = BatchId.ofLoad("benchmark");
            batches.forEach(batch -> unit.write(id, null, batch));
            LoadRecord record = new LoadRecord("benchmark", id, ROWS, Instant.EPOCH);
            unit.commit(new StateChange(List.of(), List.of(), record));
        }
    }

    private static LoadRequest request() {
        return new LoadRequest(
                new TableName(null, TABLE),
                TABLE,
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

    /** Rows by key in no order, and ranges of ten blocks; there is nobody to compare with, so the figures stand alone. */
    private static String reads(Path folder, BufferAllocator allocator, List<VectorSchemaRoot> batches)
            throws IOException {
        Path directory = folder.resolve("read");
        load(directory, "block_num,log_index", batches);
        try (LmdbReader reader = LmdbReader.open(directory, allocator);
                LmdbTable table = reader.table(TABLE)) {
            gets(table, batches, GETS / 4);
            scans(table, batches);
            double getSeconds = gets(table, batches, GETS);
            long start = System.nanoTime();
            long rows = scans(table, batches);
            double scanSeconds = (System.nanoTime() - start) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "random reads: %,.0f rows/s, each a batch%nranges of ten blocks: %,.0f rows/s%n",
                    GETS / getSeconds,
                    rows / scanSeconds);
        }
    }

    private static double gets(LmdbTable table, List<VectorSchemaRoot> batches, int count) {
        Random random = new Random(7);
        long start = System.nanoTime();
        int found = 0;
        for (int i = 0; i < count; i++) {
            VectorSchemaRoot batch = batches.get(random.nextInt(batches.size()));
            int row = random.nextInt(batch.getRowCount());
            Object log = ((UInt4Vector) batch.getVector("log_index")).get(row);
            found += table.get(block(batch, row), log).orElseThrow().getRowCount();
        }
        if (found != count) {
            throw new IllegalStateException(found + " of " + count + " rows were found");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long scans(LmdbTable table, List<VectorSchemaRoot> batches) throws IOException {
        long rows = 0;
        VectorSchemaRoot last = batches.get(batches.size() - 1);
        long end = block(last, last.getRowCount() - 1);
        for (long block = block(batches.get(0), 0); block <= end; block += 10) {
            try (ArrowReader scan = table.scan(KeyRange.from(block).to(block + 9))) {
                while (scan.loadNextBatch()) {
                    rows += scan.getVectorSchemaRoot().getRowCount();
                }
            }
        }
        return rows;
    }

    private static long block(VectorSchemaRoot batch, int row) {
        return ((UInt8Vector) batch.getVector("block_num")).get(row);
    }

    private static void tool(Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(
                        ProcessBuilder.Redirect
                                .DISCARD) // it does not know a keyword that mdb_dump of another version writes
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed with exit code " + process.exitValue());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
