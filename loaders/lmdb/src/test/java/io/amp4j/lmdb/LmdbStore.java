package io.amp4j.lmdb;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** An environment for one test, read as a user would. */
final class LmdbStore implements TestStore {
    private final Path directory;

    LmdbStore(Path directory) {
        this.directory = directory.resolve("chain");
    }

    @Override
    public String uri() {
        return "lmdb:" + directory;
    }

    @Override
    public Map<String, String> settings() {
        // What a killed process wrote is there all the same; only the computer's own end would take it.
        return Map.of(LmdbProvider.SYNC.name(), "risks-database");
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.PARALLEL_UNITS);
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        if (!Environment.exists(directory)) {
            return List.of();
        }
        try (BufferAllocator allocator = new RootAllocator();
                LmdbReader reader = LmdbReader.open(directory, allocator)) {
            return reader.tables().contains(table) ? rows(reader, table, columns) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<String, @Nullable Object>> rows(LmdbReader reader, TableName name, List<Field> columns)
            throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (LmdbTable table = reader.table(name);
                ArrowReader scan = table.scan()) {
            while (scan.loadNextBatch()) {
                CanonicalRows.of(scan.getVectorSchemaRoot()).forEach(row -> rows.add(only(columns, row)));
            }
        }
        return rows;
    }

    private static Map<String, @Nullable Object> only(List<Field> columns, Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        for (Field column : columns) {
            if (row.containsKey(column.getName())) {
                wanted.put(column.getName(), row.get(column.getName()));
            }
        }
        return wanted;
    }

    @Override
    public void loseState() {
        Environment environment = Environment.open(directory, SyncMode.RISKS_DATABASE, 1 << 20);
        try (WriteTxn txn = environment.write(0, Duration.ofSeconds(1))) {
            txn.create(Names.STREAMS).drop(txn.txn());
            txn.create(Names.RECORDS).drop(txn.txn());
            txn.commit();
        } finally {
            environment.release();
        }
    }

    @Override
    public void close() {
        // the directory goes with the test
    }
}
