package io.amp4j.deltalake;

import io.amp4j.deltalake.internal.KernelRows;
import io.amp4j.loader.spi.MarkerColumns;
import io.delta.kernel.Scan;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a unit takes out of the table: files whose rows are all void go as they are, and of a file that has others too those are written anew.
 * Readers see all of it with the unit's commit. Used by one thread.
 */
final class Removal {
    private final DataFiles files;
    private final List<AddFile> removed = new ArrayList<>();

    Removal(DataFiles files) {
        this.files = files;
    }

    List<AddFile> removed() {
        return removed;
    }

    /** The actions of a commit: what is taken out, then all that was written, the rows that were written anew among it. */
    List<Row> actions() {
        Optional<Long> now = Optional.of(System.currentTimeMillis());
        List<Row> actions = new ArrayList<>();
        removed.forEach(
                file -> actions.add(SingleAction.createRemoveFileSingleAction(file.toRemoveFileRow(true, now))));
        files.added().forEach(file -> actions.add(SingleAction.createAddFileSingleAction(file.toRow())));
        return actions;
    }

    /** Whether a file's statistics let it hold rows of one of some ids; of no ids, of any. */
    boolean mayHold(FileEntry entry, Collection<String> ids) {
        Optional<FileEntry.Bounds> bounds = entry.bounds(marker());
        return ids.isEmpty() || bounds.isEmpty() || ids.stream().anyMatch(bounds.get()::mayHold);
    }

    private String marker() {
        return files.layout().nameOf(List.of(MarkerColumns.BATCH_ID));
    }

    /** Takes files out whatever they hold. */
    void whole(Collection<AddFile> all) {
        removed.addAll(all);
    }

    /** Takes the void rows out of files whose tags name their batches. */
    void from(Collection<FileEntry> own, Predicate<String> isVoid) {
        for (FileEntry entry : own) {
            long hit = entry.batches().stream().filter(isVoid).count();
            if (hit == entry.batches().size()) {
                removed.add(entry.file());
            } else if (hit > 0) {
                rewrite(entry.file(), isVoid);
            }
        }
    }

    /** Takes the void rows out of a file without tags, whose statistics say that it may hold some. */
    void fromForeign(FileEntry entry, Predicate<String> isVoid) {
        Optional<FileEntry.Bounds> bounds = entry.bounds(marker());
        boolean ofOneBatch =
                bounds.isPresent() && bounds.get().min().equals(bounds.get().max());
        if (ofOneBatch && !isVoid.test(bounds.get().min())) {
            return;
        }
        rewrite(entry.file(), isVoid);
    }

    /** Writes a file's other rows anew. A file that turns out to hold no void row is left as it is. */
    private void rewrite(AddFile file, Predicate<String> isVoid) {
        try (Rewrite rewrite = new Rewrite(file, isVoid)) {
            rewrite.run();
        } catch (IOException e) {
            throw DeltaErrors.of(files.table().path(), e);
        }
    }

    /** One file on its way to another. */
    private final class Rewrite implements AutoCloseable {
        private final AddFile file;
        private final Predicate<String> isVoid;
        private final BufferAllocator allocator = new RootAllocator();
        private final Set<String> kept = new LinkedHashSet<>();
        private final DataFiles.Place place;
        private @Nullable RowFile out;
        private boolean hits;

        Rewrite(AddFile file, Predicate<String> isVoid) {
            this.file = file;
            this.isVoid = isVoid;
            this.place = files.placeOf(file);
        }

        void run() throws IOException {
            // Twice through it: most files that may hold a void row hold some, but one that holds none must stay
            // untouched.
            forEachBatch(this::look);
            if (!hits) {
                return;
            }
            removed.add(file);
            if (!kept.isEmpty()) {
                forEachBatch(this::copy);
                if (out != null) {
                    out.holds(kept);
                    out.finish();
                    out = null;
                }
            }
        }

        private void look(VectorSchemaRoot rows) {
            VarCharVector ids = ids(rows);
            for (int row = 0; row < rows.getRowCount(); row++) {
                String id = id(ids, row);
                if (isVoid.test(id)) {
                    hits = true;
                } else {
                    kept.add(id);
                }
            }
        }

        private void copy(VectorSchemaRoot rows) {
            VarCharVector ids = ids(rows);
            int from = 0;
            for (int row = 0; row <= rows.getRowCount(); row++) {
                if (row == rows.getRowCount() || isVoid.test(id(ids, row))) {
                    write(rows, from, row - from);
                    from = row + 1;
                }
            }
        }

        private void write(VectorSchemaRoot rows, int from, int count) {
            if (count == 0) {
                return;
            }
            if (out == null) {
                out = new RowFile(files, place, kept.iterator().next(), rows.getSchema(), List.of());
            }
            out.write(rows, from, count);
        }

        private void forEachBatch(Consumer<VectorSchemaRoot> visitor) throws IOException {
            Scan scan = files.table().snapshot().getScanBuilder().build();
            Row state = scan.getScanState(files.table().engine());
            StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
            Row scanFile = scanFile(file);
            FileStatus status = InternalScanFileUtils.getAddFileStatus(scanFile);
            Schema schema = KernelRows.schema(dataSchema());
            try (CloseableIterator<FileReadResult> read = files.table()
                            .engine()
                            .getParquetHandler()
                            .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty());
                    CloseableIterator<FilteredColumnarBatch> logical = Scan.transformPhysicalData(
                            files.table().engine(), state, scanFile, read.map(FileReadResult::getData));
                    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
                while (logical.hasNext()) {
                    KernelRows.copy(withoutPartitions(logical.next()), root);
                    visitor.accept(root);
                }
            }
        }

        @Override
        public void close() {
            if (out != null) {
                out.close();
            }
            allocator.close();
        }
    }

    private StructType dataSchema() {
        List<String> partitions = files.table().partitionColumns();
        return new StructType(files.table().schema().fields().stream()
                .filter(field -> partitions.stream().noneMatch(field.getName()::equalsIgnoreCase))
                .toList());
    }

    private FilteredColumnarBatch withoutPartitions(FilteredColumnarBatch batch) {
        var data = batch.getData();
        for (String column : files.table().partitionColumns()) {
            data = data.withDeletedColumnAt(data.getSchema().indexOf(column));
        }
        return new FilteredColumnarBatch(data, batch.getSelectionVector());
    }

    private Row scanFile(AddFile file) {
        Map<Integer, Object> values = new HashMap<>();
        StructType schema = InternalScanFileUtils.SCAN_FILE_SCHEMA_WITH_STATS;
        values.put(schema.indexOf("add"), file.toRow());
        values.put(
                schema.indexOf("tableRoot"),
                new Path(files.table().path()).toUri().toString());
        return new GenericRow(schema, values);
    }

    private static VarCharVector ids(VectorSchemaRoot rows) {
        return (VarCharVector) rows.getFieldVectors().stream()
                .filter(vector -> vector.getName().equalsIgnoreCase(MarkerColumns.BATCH_ID))
                .findFirst()
                .orElseThrow();
    }

    /** Empty for a row that another writer put there without an id. */
    private static String id(VarCharVector ids, int row) {
        return ids.isNull(row) ? "" : ids.getObject(row).toString();
    }
}
