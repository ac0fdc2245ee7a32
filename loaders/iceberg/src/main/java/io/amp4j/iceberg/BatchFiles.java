package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.MarkerColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.MetricsModes;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The files of microbatches. A file's bounds of {@code _amp_batch_id} tell: where the least and the greatest are the same and none is null, it
 * has rows of one microbatch and no others. Nothing is remembered from commit to commit: another engine may compact meanwhile.
 */
final class BatchFiles {
    private final Table table;
    private final int column;
    private final boolean counted;

    private BatchFiles(Table table) {
        this.table = table;
        Types.NestedField marker = table.schema().findField(MarkerColumns.BATCH_ID);
        if (marker == null) {
            throw new AmpException(
                    LoadError.SCHEMA_MISMATCH,
                    "column '" + MarkerColumns.BATCH_ID + "' of table " + table.name()
                            + " was taken out, by which rows are found that a reorg voids. Restore it with the table, or load into another"
                            + " table");
        }
        this.column = marker.fieldId();
        this.counted = MetricsConfig.forTable(table).columnMode(MarkerColumns.BATCH_ID) != MetricsModes.None.get();
    }

    /**
     * The files that a removal of microbatches concerns.
     *
     * @param ids the microbatches
     * @param rows how many rows each microbatch has that the state names: who has found them all need not look on
     */
    static Removal.Files of(Table table, Set<BatchId> ids, Map<BatchId, Long> rows) {
        return new BatchFiles(table).find(ids, rows);
    }

    private Removal.Files find(Set<BatchId> ids, Map<BatchId, Long> rows) {
        Map<BatchId, Long> missing = new HashMap<>();
        ids.forEach(id -> missing.put(id, rows.getOrDefault(id, Long.MAX_VALUE)));
        missing.values().removeIf(count -> count == 0);
        List<DataFile> whole = new ArrayList<>();
        List<DataFile> mixed = new ArrayList<>();
        if (!missing.isEmpty()) {
            LiveFiles.visit(table, isOneOf(ids), file -> {
                Optional<BatchId> sole = soleId(file);
                if (sole.isPresent() && ids.contains(sole.get())) {
                    whole.add(file.copyWithoutStats());
                    missing.computeIfPresent(
                            sole.get(), (id, left) -> left > file.recordCount() ? left - file.recordCount() : null);
                } else if (sole.isEmpty() && mayHaveMarkedRows(file)) {
                    mixed.add(file.copyWithoutStats());
                }
                return !missing.isEmpty();
            });
        }
        boolean complete = missing.isEmpty() || mixed.isEmpty();
        return new Removal.Files(whole, complete ? Set.of() : missing.keySet(), complete ? List.of() : mixed);
    }

    private static Expression isOneOf(Set<BatchId> ids) {
        return Expressions.in(
                MarkerColumns.BATCH_ID, ids.stream().map(BatchId::value).toArray());
    }

    /** The files whose rows carry an id that is none of these. */
    static Removal.Files but(Table table, Set<BatchId> kept) {
        BatchFiles files = new BatchFiles(table);
        List<DataFile> whole = new ArrayList<>();
        LiveFiles.visit(table, Expressions.notNull(MarkerColumns.BATCH_ID), file -> {
            Optional<BatchId> sole = files.soleId(file);
            if (sole.isEmpty() && files.mayHaveMarkedRows(file)) {
                throw mixed(file, kept);
            }
            if (sole.isPresent() && !kept.contains(sole.get())) {
                whole.add(file.copyWithoutStats());
            }
            return true;
        });
        return new Removal.Files(whole, Set.of(), List.of());
    }

    private static AmpException mixed(DataFile file, Set<BatchId> kept) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "files of the table, such as " + file.location()
                        + ", have rows of several microbatches (another engine has compacted them), and which of them are void their"
                        + " statistics don't tell. Delete the rows whose _amp_batch_id is none of " + kept
                        + " with such an engine, or load into another table");
    }

    /** Whether any row carries a batch id. */
    static boolean hasMarkedRows(Table table) {
        if (table.schema().findField(MarkerColumns.BATCH_ID) == null) {
            return false;
        }
        BatchFiles files = new BatchFiles(table);
        return !LiveFiles.visit(
                table, Expressions.notNull(MarkerColumns.BATCH_ID), file -> !files.mayHaveMarkedRows(file));
    }

    private Optional<BatchId> soleId(DataFile file) {
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
    private boolean mayHaveMarkedRows(DataFile file) {
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
