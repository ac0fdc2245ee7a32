package io.amp4j.loader.testkit.memory;

import io.amp4j.loader.spi.LoadSession;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.Unit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A session: one epoch, and the units that are open under it. Thread-safe. */
final class MemorySession implements LoadSession {
    private final MemoryStore store;
    private final StreamState opened;
    private final Set<MemoryUnit> units = ConcurrentHashMap.newKeySet();

    MemorySession(MemoryStore store, StreamState opened) {
        this.store = store;
        this.opened = opened;
    }

    @Override
    public StreamState opened() {
        return opened;
    }

    @Override
    public Unit begin() {
        StreamHeader header = opened.header();
        StreamState held = store.held(header.streamId(), header.epoch());
        MemoryUnit unit = new MemoryUnit(store, held.header(), units::remove);
        units.add(unit);
        return unit;
    }

    @Override
    public StreamState recover() {
        close();
        return store.held(opened.header().streamId(), opened.header().epoch());
    }

    @Override
    public void close() {
        units.forEach(MemoryUnit::close);
    }
}
