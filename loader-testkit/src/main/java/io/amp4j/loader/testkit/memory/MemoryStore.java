package io.amp4j.loader.testkit.memory;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Admission;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.loader.spi.LoadRequest.ResumePolicy;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamState;
import io.amp4j.loader.spi.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A storage system in memory: tables, and the states of the streams that fill them. It outlives its loaders, as a server outlives its
 * clients. Thread-safe: one lock guards all of it, and a commit is what happens while it is held.
 */
public final class MemoryStore implements AutoCloseable {
    private final BufferAllocator allocator;
    private final Map<TableName, MemoryTable> tables = new HashMap<>();
    private final Map<String, StreamState> states = new TreeMap<>();

    /**
     * An empty store.
     *
     * @param allocator where its rows live; open as long as the store
     */
    public MemoryStore(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /**
     * Shows the committed rows of a table.
     *
     * @param table the table; one that is missing has no rows
     * @param visitor sees them, in the order of their commits
     */
    public synchronized void read(TableName table, BatchVisitor visitor) {
        MemoryTable found = tables.get(table);
        if (found != null) {
            found.batches().forEach(batch -> visitor.visit(batch.id(), batch.range(), batch.rows()));
        }
    }

    /**
     * Counts the committed rows of a table.
     *
     * @param table the table; one that is missing has no rows
     * @return the number of rows
     */
    public synchronized long rowCount(TableName table) {
        MemoryTable found = tables.get(table);
        return found == null ? 0 : found.count(batch -> true);
    }

    /**
     * Forgets the states of all streams and keeps the rows, as a careless restore would.
     */
    public synchronized void loseStates() {
        states.clear();
    }

    synchronized List<StreamState> states(Optional<TableName> table) {
        return states.values().stream()
                .filter(state ->
                        table.isEmpty() || table.get().equals(state.header().table()))
                .toList();
    }

    synchronized StreamState open(LoadRequest request) {
        Optional<StreamState> found = Optional.ofNullable(states.get(request.streamId()));
        StreamState admitted = Admission.admit(request, found, () -> hasOrphans(request.table()));
        MemoryTable table = table(request);
        table.fit(request);
        if (request.resumePolicy() == ResumePolicy.START_OVER) {
            table.remove(batch -> batch.streamId().equals(request.streamId()));
        }
        StreamState opened = new StreamState(
                admitted.header().withEpoch(admitted.header().epoch() + 1), admitted.records(), admitted.loads());
        states.put(request.streamId(), opened);
        return opened;
    }

    synchronized void drop(TableName table) {
        MemoryTable dropped = tables.remove(table);
        if (dropped != null) {
            dropped.close();
        }
        states.values().removeIf(state -> state.header().table().equals(table));
    }

    private boolean hasOrphans(TableName table) {
        return states(Optional.of(table)).isEmpty() && rowCount(table) > 0;
    }

    private MemoryTable table(LoadRequest request) {
        MemoryTable found = tables.get(request.table());
        if (found != null) {
            return found;
        }
        if (request.tablePolicy() == TablePolicy.USE_EXISTING) {
            throw new AmpException(
                    LoadError.TABLE_MISSING,
                    "table " + request.table() + " is missing, and creating it was switched off");
        }
        MemoryTable created = new MemoryTable(request.schema());
        tables.put(request.table(), created);
        return created;
    }

    /** The state of a stream, for the job that holds it. */
    synchronized StreamState held(String streamId, long epoch) {
        StreamState state = states.get(streamId);
        if (state == null || state.header().epoch() != epoch) {
            throw new AmpException(
                    LoadError.FENCED, "a newer job holds stream '" + streamId + "'; this one must not write any more");
        }
        return state;
    }

    synchronized long count(TableName table, Deletion deletion) {
        return table(table).count(deletion);
    }

    synchronized boolean isShared(TableName table) {
        return states(Optional.of(table)).size() > 1;
    }

    /** What makes a unit visible: check, delete, add, and change the state, under one lock. */
    synchronized void commit(MemoryUnit unit, StateChange change) {
        StreamState state = held(unit.streamId(), unit.epoch());
        MemoryTable table = table(state.header().table());
        table.remove(unit.deletion());
        table.batches().addAll(unit.takeRows());
        states.put(unit.streamId(), state.apply(change));
    }

    private MemoryTable table(TableName name) {
        MemoryTable table = tables.get(name);
        if (table == null) {
            throw new AmpException(LoadError.TABLE_MISSING, "table " + name + " was dropped while a load ran");
        }
        return table;
    }

    /** Frees all rows. */
    @Override
    public synchronized void close() {
        tables.values().forEach(MemoryTable::close);
        tables.clear();
        states.clear();
    }
}
