package io.amp4j.benchmarks;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.spi.LoadMode;
import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A reorg of ten blocks in a table of ten thousand files, one for each block: files that go and files that come, in one commit. */
final class IcebergReorg {
    private static final int FILES = 10_000;
    private static final int BLOCKS_A_COMMIT = 500;
    private static final int DEPTH = 10;
    private static final int ROUNDS = 11;
    private static final double REORG_LIMIT = 250;
    private static final int ROWS_A_BLOCK = 20;

    private final Path folder;
    private final BufferAllocator allocator;

    IcebergReorg(Path folder, BufferAllocator allocator) {
        this.folder = folder;
        this.allocator = allocator;
    }

    String run() {
        List<VectorSchemaRoot> rows = Logs.batches(allocator, ROWS_A_BLOCK, ROWS_A_BLOCK);
        Path warehouse = folder.resolve("reorg");
        prepare(warehouse, rows.get(0));
        try (Loader loader = IcebergBenchmark.loader(warehouse, Map.of())) {
            List<Double> first = new ArrayList<>();
            List<Double> later = new ArrayList<>();
            String fork = "a";
            for (int round = 0; round < ROUNDS; round++) {
                try (LoadSession session = open(loader)) {
                    String there = fork;
                    first.add(reorg(session, rows.get(0), there, "b" + round));
                    later.add(reorg(session, rows.get(0), "b" + round, "c" + round));
                    fork = "c" + round;
                }
            }
            String title = String.format(Locale.ROOT, "A reorg of %d blocks in a table of %,d files", DEPTH, FILES);
            return Rounds.atMost(title + ", right after a job has opened", first, REORG_LIMIT)
                    + Rounds.atMost(title + ", later on", later, REORG_LIMIT);
        } finally {
            rows.forEach(VectorSchemaRoot::close);
        }
    }

    /** Ten thousand files that nobody waits for the disk to have. */
    private static void prepare(Path warehouse, VectorSchemaRoot rows) {
        try (Loader loader = IcebergBenchmark.loader(warehouse, Map.of("force", "false"));
                LoadSession session = open(loader)) {
            for (int block = 0; block < FILES; block += BLOCKS_A_COMMIT) {
                commit(session, rows, List.of(), blocks("a", block, BLOCKS_A_COMMIT));
            }
        }
    }

    private static LoadSession open(Loader loader) {
        return loader.open(IcebergBenchmark.request("blocks", LoadMode.STREAM, Logs.schema()));
    }

    private static double reorg(LoadSession session, VectorSchemaRoot rows, String from, String to) {
        List<StreamRecord> gone = blocks(from, FILES - DEPTH, DEPTH);
        List<StreamRecord> come = blocks(to, FILES - DEPTH, DEPTH);
        long start = System.nanoTime();
        commit(session, rows, gone, come);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void commit(
            LoadSession session, VectorSchemaRoot rows, List<StreamRecord> removed, List<StreamRecord> added) {
        try (Unit unit = session.begin()) {
            if (!removed.isEmpty()) {
                unit.delete(removed);
            }
            for (StreamRecord record : added) {
                unit.write(BatchId.of(record.range()), record.range(), rows);
            }
            unit.commit(new StateChange(removed, added, null));
        }
    }

    private static List<StreamRecord> blocks(String fork, long first, int count) {
        List<StreamRecord> records = new ArrayList<>();
        for (long block = first; block < first + count; block++) {
            records.add(StreamRecord.of(new BlockRange(
                    "testnet", block, block, "0x" + fork + block, block == 0 ? null : "0x" + fork + (block - 1))));
        }
        return records;
    }
}
