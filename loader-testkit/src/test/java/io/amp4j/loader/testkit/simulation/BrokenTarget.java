package io.amp4j.loader.testkit.simulation;

import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.spi.Unit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;

/** The store in memory behind a broken loader. */
final class BrokenTarget implements SimulationTarget {
    private final MemoryTarget target;
    private final UnaryOperator<Unit> bug;
    private final UnaryOperator<LoadSession> sessionBug;

    BrokenTarget(BufferAllocator allocator, UnaryOperator<Unit> bug, UnaryOperator<LoadSession> sessionBug) {
        this.target = new MemoryTarget(allocator);
        this.bug = bug;
        this.sessionBug = sessionBug;
    }

    @Override
    public Loader newLoader() {
        return new BrokenLoader(target.newLoader(), bug, sessionBug);
    }

    @Override
    public List<SimulatedRow> rows(TableName table) {
        return target.rows(table);
    }

    @Override
    public void close() {
        target.close();
    }
}
