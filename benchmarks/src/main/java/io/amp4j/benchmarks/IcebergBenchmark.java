package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.iceberg.IcebergProvider;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadRecord;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.MarkerColumns;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import io.amp4j.parquet.Compression;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Logs from memory into a new Iceberg table, one commit, ZSTD level 1, one thread: against writing the same Parquet file and no table,
 * and (where {@code -Damp4j.pyiceberg.python} names a Python that has it) against PyIceberg. Then a reorg in a table of many files.
 */
final class IcebergBenchmark implements Benchmark {
    private static final int ROWS = 1_000_000;
    /** What the server puts into a message of two megabytes. */
    private static final int BATCH = 8_000;

    /** Iceberg's own default, by which the loader writes: {@code write.parquet.dict-size-bytes}. */
    private static final int DICTIONARY_BYTES = 2 << 20;

    @Override
    public String run(List<String> arguments) throws Exception {
        Path folder = Files.createTempDirectory("amp4j-iceberg-benchmark");
        try (BufferAllocator allocator = new RootAllocator()) {
            if (arguments.contains("reorg")) {
                return new IcebergReorg(folder, allocator).run();
            }
            return loads(folder, allocator, arguments) + "\n" + new IcebergReorg(folder, allocator).run();
        } finally {
            DeltaBenchmark.delete(folder);
        }
    }

    private static String loads(Path folder, BufferAllocator allocator, List<String> arguments) throws Exception {
        List<VectorSchemaRoot> batches = Logs.batches(allocator, ROWS, BATCH);
        int rounds = Benchmark.rounds(arguments);
        String python = System.getProperty("amp4j.pyiceberg.python");
        try {
            String forced = forced(folder, batches, rounds);
            return python == null ? forced : forced + "\n" + unforced(folder, batches, rounds, python);
        } finally {
            batches.forEach(VectorSchemaRoot::close);
        }
    }

    private static String forced(Path folder, List<VectorSchemaRoot> batches, int rounds) throws Exception {
        Config config = Config.of("iceberg:x", Map.of(), StorageKeys.ALL);
        try (Loader loader = loader(folder.resolve("warehouse"), Map.of());
                Storage bare = Storages.open(folder.resolve("bare").toString(), config)) {
            return Rounds.of(
                            "Arrow to Iceberg, ZSTD 1, one thread, one commit, forced to disk",
                            ROWS,
                            () -> load(loader, folder, batches))
                    .against("the bare Parquet file, forced to disk too", 0.85, () -> write(bare, batches))
                    .run(rounds);
        }
    }

    /** PyIceberg leaves it to the operating system when its files reach the disk; so do we beside it. */
    private static String unforced(Path folder, List<VectorSchemaRoot> batches, int rounds, String python)
            throws Exception {
        try (Loader loader = loader(folder.resolve("warehouse"), Map.of("force", "false"));
                PyIceberg rival = PyIceberg.start(python, folder, batches)) {
            return Rounds.of(
                            "Arrow to Iceberg, ZSTD 1, one thread, one commit, not forced",
                            ROWS,
                            () -> load(loader, folder, batches))
                    .against("PyIceberg's append", 2.0, rival::load)
                    .run(rounds);
        }
    }

    static Loader loader(Path warehouse, Map<String, String> settings) {
        IcebergProvider provider = new IcebergProvider();
        return provider.create(Config.of("iceberg:" + warehouse, settings, provider.keys()));
    }

    static LoadRequest request(String table, LoadMode mode, Schema schema) {
        return new LoadRequest(
                new TableName(null, table),
                table,
                mode,
                schema,
                null,
                null,
                "query",
                "schema",
                List.of(),
                TablePolicy.CREATE_IF_MISSING,
                MetadataColumns.BATCH_ID,
                ResumePolicy.RESUME);
    }

    /** Writes the table, and deletes its files. */
    private static void load(Loader loader, Path folder, List<VectorSchemaRoot> batches) throws IOException {
        String table = "logs_" + UUID.randomUUID().toString().replace("-", "");
        String load = UUID.randomUUID().toString();
        try (LoadSession session = loader.open(request(table, LoadMode.APPEND, Logs.schema()));
                Unit unit = session.begin()) {
            BatchId id = BatchId.ofLoad(load);
            batches.forEach(batch -> unit.write(id, null, batch));
            unit.commit(new StateChange(List.of(), List.of(), new LoadRecord(load, id, ROWS, Instant.now())));
        }
        DeltaBenchmark.delete(folder.resolve("warehouse/default/" + table));
    }

    /** The same file, with the same columns. */
    private static void write(Storage storage, List<VectorSchemaRoot> batches) {
        String name = UUID.randomUUID() + ".parquet";
        try (StorageOutput out = storage.create(name);
                ParquetWriter writer = ParquetWriter.builder(out, Logs.schema())
                        .target(ParquetTarget.icebergV2())
                        .compression(Compression.zstd(1))
                        .dictionaryBytes(DICTIONARY_BYTES)
                        .constant(MarkerColumns.BATCH_ID)
                        .build()) {
            writer.constant(MarkerColumns.BATCH_ID, "00000000000000aa");
            batches.forEach(writer::write);
            writer.finish();
            out.finish();
        }
        storage.delete(List.of(name));
    }
}
