package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.Destinations;
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
import io.amp4j.parquet.ParquetTarget;
import io.amp4j.parquet.ParquetWriter;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageKeys;
import io.amp4j.storage.StorageOutput;
import io.amp4j.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Logs from memory into a Delta table (files and commits) against the bare file; and a reorg of ten blocks in a table of ten thousand files. */
final class DeltaBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    /** What the server puts into a message of two megabytes. */
    private static final int BATCH = 8_000;

    private static final int FILES = 10_000;
    private static final int ROWS_A_FILE = 10;
    private static final int DEPTH = 10;
    private static final int REORGS = 21;
    private static final int WARM_UP = 2;
    private static final double REORG_LIMIT = 250;

    /** Arguments: rounds, and a Python that has deltalake and pyarrow, without which deltalake is left out; or {@code reorg} for the reorgs alone. */
    @Override
    public String run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("amp4j-delta-benchmark");
        boolean reorgsAlone = arguments.contains("reorg");
        try (BufferAllocator allocator = new RootAllocator()) {
            List<VectorSchemaRoot> batches = Logs.batches(allocator, reorgsAlone ? ROWS_A_FILE : ROWS, BATCH);
            try {
                return (reorgsAlone ? "" : loads(folder, batches, arguments)) + reorgs(folder, batches.get(0));
            } finally {
                batches.forEach(VectorSchemaRoot::close);
            }
        } finally {
            delete(folder);
        }
    }

    private static String loads(Path folder, List<VectorSchemaRoot> batches, List<String> arguments) throws Exception {
        int rounds = Benchmark.rounds(arguments);
        String forced = forced(folder, batches, rounds);
        return arguments.size() > 1 ? forced + "\n" + unforced(folder, batches, rounds, arguments.get(1)) : forced;
    }

    private static String forced(Path folder, List<VectorSchemaRoot> batches, int rounds) throws Exception {
        Config config = Config.of("delta:x", Map.of(), StorageKeys.ALL);
        try (Loader loader = Destinations.open("delta:" + folder.resolve("lake"), Map.of());
                Storage bare = Storages.open(folder.resolve("bare").toString(), config)) {
            return Rounds.of("Arrow to a Delta table, ZSTD 1, one thread, one commit, forced to disk", ROWS, () -> {
                        load(loader, batches);
                        delete(folder.resolve("lake"));
                    })
                    .against("the bare Parquet file, forced to disk too", 0.85, () -> {
                        write(bare, batches);
                        delete(folder.resolve("bare"));
                    })
                    .run(rounds);
        }
    }

    /** deltalake leaves it to the operating system when its files reach the disk; so do we beside it. */
    private static String unforced(Path folder, List<VectorSchemaRoot> batches, int rounds, String python)
            throws Exception {
        try (Loader loader = Destinations.open("delta:" + folder.resolve("lake"), Map.of("force", "false"));
                DeltaPython rival = DeltaPython.start(python, folder, batches)) {
            return Rounds.of("Arrow to a Delta table, ZSTD 1, one thread, one commit, not forced", ROWS, () -> {
                        load(loader, batches);
                        delete(folder.resolve("lake"));
                    })
                    .against("deltalake's write_deltalake", 1.0, rival::write)
                    .run(rounds);
        }
    }

    private static void load(Loader loader, List<VectorSchemaRoot> batches) {
        String load = UUID.randomUUID().toString();
        try (LoadSession session = loader.open(request(LoadMode.APPEND));
                Unit unit = session.begin()) {
            BatchId id = BatchId.ofLoad(load);
            batches.forEach(batch -> unit.write(id, null, batch));
            unit.commit(new StateChange(List.of(), List.of(), new LoadRecord(load, id, ROWS, Instant.now())));
        }
    }

    private static void write(Storage storage, List<VectorSchemaRoot> batches) {
        try (StorageOutput out = storage.create("logs.parquet");
                ParquetWriter writer = ParquetWriter.builder(out, Logs.schema())
                        .target(ParquetTarget.delta())
                        .constant("_amp_batch_id")
                        .build()) {
            writer.constant("_amp_batch_id", "00000000000000aa");
            batches.forEach(writer::write);
            writer.finish();
            out.finish();
        }
    }

    private static LoadRequest request(LoadMode mode) {
        return new LoadRequest(
                new TableName(null, "logs"),
                "logs",
                mode,
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

    /** Each microbatch has a file of its own; each reorg replaces the last ten by ten others. */
    private static String reorgs(Path folder, VectorSchemaRoot batch) {
        String lake = "delta:" + folder.resolve("reorgs");
        List<Double> millis = new ArrayList<>();
        try (VectorSchemaRoot rows = batch.slice(0, ROWS_A_FILE)) {
            List<BlockRange> chain = fill(lake, rows);
            try (Loader loader = Destinations.open(lake, Map.of("mixed-file-bytes", "1B"));
                    LoadSession session = loader.open(request(LoadMode.STREAM))) {
                for (int round = 1; round <= REORGS + WARM_UP; round++) {
                    double taken = reorg(session, rows, chain, round);
                    if (round > WARM_UP) {
                        millis.add(taken);
                    }
                }
            }
        }
        String title = String.format(Locale.ROOT, "%nA reorg of %d blocks in a table of %,d files", DEPTH, FILES);
        return Rounds.atMost(title, millis, REORG_LIMIT);
    }

    /** Not forced to disk: it is not what is measured. */
    private static List<BlockRange> fill(String lake, VectorSchemaRoot rows) {
        List<BlockRange> chain = new ArrayList<>();
        try (Loader loader = Destinations.open(lake, Map.of("mixed-file-bytes", "1B", "force", "false"));
                LoadSession session = loader.open(request(LoadMode.STREAM));
                Unit unit = session.begin()) {
            for (int block = 0; block < FILES; block++) {
                chain.add(extend(unit, rows, block, 0));
            }
            unit.commit(new StateChange(
                    List.of(), chain.stream().map(StreamRecord::of).toList(), null));
        }
        return chain;
    }

    private static BlockRange extend(Unit unit, VectorSchemaRoot rows, long block, int fork) {
        BlockRange range = new BlockRange("net", block, block, "0x" + fork + "f" + block, null);
        unit.write(BatchId.of(range), range, rows);
        return range;
    }

    private static double reorg(LoadSession session, VectorSchemaRoot rows, List<BlockRange> chain, int fork) {
        List<BlockRange> end = chain.subList(chain.size() - DEPTH, chain.size());
        List<StreamRecord> voided = end.stream().map(StreamRecord::of).toList();
        long first = end.get(0).start();
        end.clear();
        long start = System.nanoTime();
        try (Unit unit = session.begin()) {
            unit.delete(voided);
            List<StreamRecord> added = new ArrayList<>();
            for (int i = 0; i < DEPTH; i++) {
                chain.add(extend(unit, rows, first + i, fork));
                added.add(StreamRecord.of(chain.get(chain.size() - 1)));
            }
            unit.commit(new StateChange(voided, added, null));
        }
        return (System.nanoTime() - start) / 1e6;
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
