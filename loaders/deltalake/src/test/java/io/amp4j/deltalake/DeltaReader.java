package io.amp4j.deltalake;

import io.amp4j.deltalake.internal.KernelRows;
import io.amp4j.deltalake.internal.StorageEngine;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageKeys;
import io.amp4j.storage.Storages;
import io.delta.kernel.Operation;
import io.delta.kernel.Scan;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Reads tables as any reader does: Delta Kernel on the log, parquet-java on the files. */
final class DeltaReader implements AutoCloseable {
    private final Storage storage;
    private final Engine engine;

    DeltaReader(String location, Map<String, String> settings) {
        Map<String, String> known = new LinkedHashMap<>(settings);
        known.keySet().retainAll(StorageKeys.ALL.stream().map(key -> key.name()).toList());
        this.storage = Storages.open(location, Config.of("delta:x", known, StorageKeys.ALL));
        this.engine = new StorageEngine(storage);
    }

    Storage storage() {
        return storage;
    }

    DeltaTable table(String folder) {
        return DeltaTable.load(engine, storage.locationOf(folder)).orElseThrow();
    }

    List<Map<String, @Nullable Object>> rows(String folder, List<Field> columns) {
        DeltaTable table = table(folder);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        Scan scan = table.snapshot().getScanBuilder().build();
        Row state = scan.getScanState(engine);
        try (CloseableIterator<FilteredColumnarBatch> files = scan.getScanFiles(engine)) {
            while (files.hasNext()) {
                try (CloseableIterator<Row> file = files.next().getRows()) {
                    while (file.hasNext()) {
                        read(table, state, file.next(), columns, rows);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private void read(
            DeltaTable table, Row state, Row file, List<Field> columns, List<Map<String, @Nullable Object>> rows)
            throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                CloseableIterator<FileReadResult> physical = engine.getParquetHandler()
                        .readParquetFiles(
                                Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                                ScanStateRow.getPhysicalDataReadSchema(state),
                                Optional.empty());
                CloseableIterator<FilteredColumnarBatch> logical =
                        Scan.transformPhysicalData(engine, state, file, physical.map(FileReadResult::getData));
                VectorSchemaRoot root = VectorSchemaRoot.create(KernelRows.schema(table.schema()), allocator)) {
            while (logical.hasNext()) {
                KernelRows.copy(logical.next(), root);
                CanonicalRows.of(root).forEach(row -> rows.add(asked(row, columns)));
            }
        }
    }

    private static Map<String, @Nullable Object> asked(Map<String, @Nullable Object> row, List<Field> columns) {
        Map<String, @Nullable Object> asked = new LinkedHashMap<>();
        for (Field column : columns) {
            if (row.containsKey(column.getName())) {
                asked.put(
                        column.getName(),
                        CanonicalRows.replacing(column, row.get(column.getName()), DeltaReader::leaf));
            }
        }
        return asked;
    }

    /** Unsigned 64 bits are a decimal in Delta. */
    private static Object leaf(Field field, Object value) {
        return value instanceof BigDecimal number && field.getType() instanceof ArrowType.Int
                ? number.toBigIntegerExact()
                : value;
    }

    void loseState(String folder) {
        DeltaTable table = table(folder);
        Map<String, Optional<String>> removed = new LinkedHashMap<>();
        table.domains().keySet().stream()
                .filter(domain -> domain.startsWith("amp4j."))
                .forEach(domain -> removed.put(domain, Optional.empty()));
        table.commit(removed, Optional.empty(), List.of(), Operation.MANUAL_UPDATE);
    }

    @Override
    public void close() {
        storage.close();
    }
}
