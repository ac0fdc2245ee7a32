package io.amp4j.loader.testkit.memory;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.client.stream.StreamRecord;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.StateChange;
import io.amp4j.loader.spi.StreamHeader;
import io.amp4j.loader.spi.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** A unit: rows kept aside, and what its commit deletes. Used by one thread. */
final class MemoryUnit implements Unit {
    private final MemoryStore store;
    private final StreamHeader header;
    private final Consumer<MemoryUnit> onClose;
    private final List<StoredBatch> rows = new ArrayList<>();
    private Deletion deletion = Deletion.NOTHING;
    private boolean open = true;

    MemoryUnit(MemoryStore store, StreamHeader header, Consumer<MemoryUnit> onClose) {
        this.store = store;
        this.header = header;
        this.onClose = onClose;
    }

    String streamId() {
        return header.streamId();
    }

    long epoch() {
        return header.epoch();
    }

    Deletion deletion() {
        return deletion;
    }

    /** Hands the rows over: they are the table's now. */
    List<StoredBatch> takeRows() {
        List<StoredBatch> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }

    @Override
    public long delete(List<StreamRecord> records) {
        return deleting(Deletion.of(header.streamId(), records));
    }

    @Override
    public long deleteUnnamed(List<StreamRecord> voided) {
        if (store.isShared(header.table())) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "several streams fill table " + header.table()
                            + ": which rows no record names cannot be told, since the others' merged records have no ids");
        }
        List<StreamRecord> kept =
                new ArrayList<>(store.held(header.streamId(), header.epoch()).records());
        kept.removeAll(voided);
        if (kept.stream().anyMatch(StreamRecord::isMerged)) {
            throw new IllegalArgumentException("a merged record that stays names no rows: they would be deleted");
        }
        return deleting(Deletion.allBut(kept));
    }

    @Override
    public void deleteAll() {
        deleting(Deletion.EVERYTHING);
    }

    private long deleting(Deletion which) {
        requireOpen();
        if (!rows.isEmpty() || deletion != Deletion.NOTHING) {
            throw new IllegalStateException("a unit deletes once, and before it writes");
        }
        deletion = which;
        return store.count(header.table(), which);
    }

    @Override
    public void write(BatchId id, @Nullable BlockRange range, VectorSchemaRoot batch) {
        requireOpen();
        rows.add(new StoredBatch(header.streamId(), id, range, BatchCopy.of(batch, store.allocator())));
    }

    @Override
    public List<StreamRecord> commit(StateChange change) {
        requireOpen();
        store.commit(this, change);
        close();
        return change.added();
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the unit is closed");
        }
    }

    @Override
    public void close() {
        open = false;
        rows.forEach(StoredBatch::close);
        rows.clear();
        onClose.accept(this);
    }
}
