package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Simulates against a real storage system, through the store of its contract tests. */
public final class StoreTarget implements SimulationTarget {
    private final TestStore store;

    /**
     * A target in a store.
     *
     * @param store the store; it stays the caller's
     */
    public StoreTarget(TestStore store) {
        this.store = store;
    }

    @Override
    public TableName table(String name) {
        return store.table(name);
    }

    @Override
    public Loader newLoader() {
        return Destinations.open(store.uri(), store.settings());
    }

    @Override
    public List<SimulatedRow> rows(TableName table) {
        try (Loader loader = newLoader()) {
            if (loader.states(Optional.of(table)).isEmpty()) {
                return List.of();
            }
        }
        List<Field> columns = SimulatedQuery.SCHEMA.getFields();
        return store.rows(table, columns).stream().map(StoreTarget::row).toList();
    }

    private static SimulatedRow row(Map<String, @Nullable Object> row) {
        return new SimulatedRow(
                number(row, "block_num"),
                String.valueOf(row.get("block_hash")),
                Math.toIntExact(number(row, "row_index")),
                number(row, "row_value"));
    }

    private static long number(Map<String, @Nullable Object> row, String column) {
        return Long.parseLong(String.valueOf(row.get(column)));
    }

    @Override
    public void close() {
        // the store is the caller's
    }
}
