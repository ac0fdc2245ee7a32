package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.memory.MemoryLoader;
import io.amp4j.loader.testkit.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Simulates against the store in memory: the fastest, for many seeds. */
final class MemoryTarget implements SimulationTarget {
    private final MemoryStore store;

    /**
     * A fresh store.
     *
     * @param allocator where its rows live
     */
    MemoryTarget(BufferAllocator allocator) {
        this.store = new MemoryStore(allocator);
    }

    @Override
    public Loader newLoader() {
        return new MemoryLoader(store);
    }

    @Override
    public List<SimulatedRow> rows(TableName table) {
        List<SimulatedRow> rows = new ArrayList<>();
        store.read(table, (id, range, batch) -> SimulatedRows.read(batch, rows));
        return rows;
    }

    @Override
    public void close() {
        store.close();
    }
}
