package io.amp4j.iceberg;

import io.amp4j.client.BatchId;
import io.amp4j.loader.spi.MarkerColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * A table's data files by the microbatch whose rows they have, as the manifests of the current snapshot say. A file's bounds of
 * {@code _amp_batch_id} tell: where the least and the greatest are the same and none is null, it has rows of one microbatch and no others.
 *
 * @param pure the files with rows of one microbatch, of those that were wanted
 * @param mixed the files whose rows may be of several, or of somebody else too
 */
record LiveFiles(Map<BatchId, List<DataFile>> pure, List<DataFile> mixed) {
    /** Reads all manifests. */
    static LiveFiles scan(Table table, Predicate<BatchId> wanted) {
        Map<BatchId, List<DataFile>> pure = new HashMap<>();
        List<DataFile> mixed = new ArrayList<>();
        Markers markers = Markers.of(table);
        try (CloseableIterable<FileScanTask> tasks =
                table.newScan().includeColumnStats().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                Optional<BatchId> sole = markers.soleId(file);
                if (sole.isPresent() && wanted.test(sole.get())) {
                    pure.computeIfAbsent(sole.get(), id -> new ArrayList<>()).add(file.copyWithoutStats());
                } else if (sole.isEmpty() && markers.mayBeIn(file)) {
                    mixed.add(file.copyWithoutStats());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LiveFiles(pure, mixed);
    }

    /** Whether any row carries a batch id. */
    static boolean hasMarkedRows(Table table) {
        if (table.currentSnapshot() == null || table.schema().findField(MarkerColumns.BATCH_ID) == null) {
            return false;
        }
        LiveFiles files = scan(table, id -> true);
        return !files.pure().isEmpty() || !files.mixed().isEmpty();
    }

    List<DataFile> of(BatchId id) {
        return pure.getOrDefault(id, List.of());
    }

    static long rows(Collection<DataFile> files) {
        return files.stream().mapToLong(DataFile::recordCount).sum();
    }

    /** What the statistics of a file say of its batch ids. */
    private record Markers(int column, boolean counted) {
        static Markers of(Table table) {
            boolean counted =
                    MetricsConfig.forTable(table).columnMode(MarkerColumns.BATCH_ID) != MetricsModes.None.get();
            return new Markers(table.schema().findField(MarkerColumns.BATCH_ID).fieldId(), counted);
        }

        Optional<BatchId> soleId(DataFile file) {
            Long nulls = at(file.nullValueCounts());
            if (nulls == null || nulls > 0 || at(file.lowerBounds()) == null || at(file.upperBounds()) == null) {
                return Optional.empty();
            }
            String least = StandardCharsets.UTF_8
                    .decode(file.lowerBounds().get(column).duplicate())
                    .toString();
            String greatest = StandardCharsets.UTF_8
                    .decode(file.upperBounds().get(column).duplicate())
                    .toString();
            return least.equals(greatest) && least.matches("[0-9a-f]{16}")
                    ? Optional.of(new BatchId(least))
                    : Optional.empty();
        }

        /** A file with statistics of other columns alone is older than the column, unless the table keeps none of it. */
        boolean mayBeIn(DataFile file) {
            Long nulls = at(file.nullValueCounts());
            if (nulls != null) {
                return nulls < file.recordCount();
            }
            boolean olderThanColumn =
                    counted && file.valueCounts() != null && !file.valueCounts().isEmpty();
            return file.recordCount() > 0 && !olderThanColumn;
        }

        private <T> @Nullable T at(@Nullable Map<Integer, T> map) {
            return map == null ? null : map.get(column);
        }
    }
}
