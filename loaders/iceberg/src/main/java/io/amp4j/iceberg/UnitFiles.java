package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.iceberg.IcebergProvider.FilePer;
import io.amp4j.loader.spi.MarkerColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** The files of one unit: one for each microbatch (or one for all) and each partition, and more where they grow too large. Not thread-safe. */
final class UnitFiles {
    /** What may wait in memory for row groups, over all open files. */
    private static final long MAX_BUFFERED_BYTES = 128L << 20;

    private static final int MAX_OPEN = 100;

    private final Table table;
    private final LocationProvider locations;
    private final WriterSettings settings;
    private final FilePer filePer;
    private final PartitionSpec spec;
    private final ArrowRow row;
    private final PartitionKey key;
    private final String attempt = UUID.randomUUID().toString();
    private final Map<PartitionKey, OpenFile> open = new HashMap<>();
    private final List<EndedFile> written = new ArrayList<>();
    private final List<String> locationsUsed = new ArrayList<>();
    private final Map<BatchId, Long> rows = new HashMap<>();
    private @Nullable BatchId current;

    UnitFiles(Table table, WriterSettings settings, FilePer filePer) {
        this.table = table;
        this.locations = table.locationProvider();
        this.settings = settings;
        this.filePer = filePer;
        this.spec = settings.spec();
        this.row = new ArrowRow(table.schema());
        this.key = new PartitionKey(spec, table.schema());
    }

    WriterSettings settings() {
        return settings;
    }

    void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        write(id, range, batch, 0, batch.getRowCount());
    }

    void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch, int from, int count) {
        if (!id.equals(current)) {
            begin(id, range);
        }
        rows.merge(id, (long) count, Long::sum);
        if (spec.isUnpartitioned()) {
            write(id, range, batch, from, count, key);
            return;
        }
        // Neighbouring rows are most often of one partition: runs are written, not rows.
        row.of(batch);
        int end = from + count;
        for (int start = from, stop; start < end; start = stop) {
            key.partition(row.at(start));
            PartitionKey run = key.copy();
            stop = start + 1;
            while (stop < end && isOf(run, stop)) {
                stop++;
            }
            write(id, range, batch, start, stop - start, run);
        }
    }

    private boolean isOf(PartitionKey run, int at) {
        key.partition(row.at(at));
        return key.equals(run);
    }

    private void begin(BatchId id, @Nullable BlockRange range) {
        if (filePer == FilePer.MICROBATCH) {
            finishOpen();
        }
        current = id;
        row.constant(MarkerColumns.BATCH_ID, id.value());
        row.constant(MarkerColumns.BLOCK_RANGES, range == null ? null : MarkerColumns.blockRanges(range));
    }

    private void write(
            BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch, int from, int count, PartitionKey of) {
        OpenFile file = open.get(of);
        if (file == null) {
            PartitionKey partition = of.copy();
            file = newFile(partition);
            open.put(partition, file);
        }
        file.mark(id, range);
        file.write(batch, from, count);
        if (file.bytes() >= settings.fileBytes()) {
            finish(of);
        }
        makeRoom();
    }

    private OpenFile newFile(PartitionKey partition) {
        String name = "amp-" + attempt + "-" + locationsUsed.size() + ".parquet";
        String location = spec.isUnpartitioned()
                ? locations.newDataLocation(name)
                : locations.newDataLocation(spec, partition, name);
        locationsUsed.add(location);
        OutputFile file = table.io().newOutputFile(location);
        return new OpenFile(settings, file, spec.isUnpartitioned() ? null : partition);
    }

    /** Many partitions at once would each hold a row group: the fullest file ends early. */
    private void makeRoom() {
        if (open.size() == 1) {
            return;
        }
        long buffered =
                open.values().stream().mapToLong(OpenFile::bytesBuffered).sum();
        if (open.size() > MAX_OPEN || buffered > MAX_BUFFERED_BYTES) {
            open.entrySet().stream()
                    .max(Comparator.comparingLong(entry -> entry.getValue().bytesBuffered()))
                    .ifPresent(fullest -> finish(fullest.getKey()));
        }
    }

    private void finish(PartitionKey of) {
        OpenFile file = open.get(of);
        if (file != null) {
            written.add(file.finish());
            open.remove(of);
        }
    }

    private void finishOpen() {
        List.copyOf(open.keySet()).forEach(this::finish);
    }

    /** Ends all files. */
    List<EndedFile> finish() {
        finishOpen();
        return List.copyOf(written);
    }

    /** How many rows each microbatch has. */
    Map<BatchId, Long> rows() {
        return Map.copyOf(rows);
    }

    /** Deletes what was written: no snapshot names it. */
    void abandon() {
        open.values().forEach(OpenFile::abandon);
        open.clear();
        Quietly.delete(table.io(), locationsUsed);
        locationsUsed.clear();
    }
}
