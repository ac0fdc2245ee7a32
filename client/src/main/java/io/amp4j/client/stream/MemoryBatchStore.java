package io.amp4j.client.stream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Batches as Arrow IPC on the heap: a copy, since the rows that are given belong to the stream. */
final class MemoryBatchStore implements BatchStore {
    private final NavigableMap<Long, StoredBatch> batches = new TreeMap<>();
    private final Map<Long, byte[]> ipc = new HashMap<>();

    @Override
    public synchronized void append(StoredBatch batch, VectorSchemaRoot rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            StoredRows.write(bytes, rows.getSchema(), rows);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        batches.put(batch.transaction(), batch);
        ipc.put(batch.transaction(), bytes.toByteArray());
    }

    @Override
    public synchronized List<StoredBatch> since(long transaction) {
        return List.copyOf(batches.tailMap(transaction, true).descendingMap().values());
    }

    @Override
    public synchronized VectorSchemaRoot read(StoredBatch batch, BufferAllocator allocator) {
        byte[] bytes = ipc.get(batch.transaction());
        if (bytes == null) {
            throw new IllegalArgumentException(batch + " is not kept");
        }
        try {
            InputStream in = new ByteArrayInputStream(bytes);
            return StoredRows.rows(in, StoredRows.schema(in), allocator);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    @Override
    public synchronized void removeSince(long transaction) {
        forget(batches.tailMap(transaction, true));
    }

    @Override
    public synchronized void removeUpTo(long transaction) {
        forget(batches.headMap(transaction, true));
    }

    private void forget(Map<Long, StoredBatch> gone) {
        ipc.keySet().removeAll(gone.keySet());
        gone.clear();
    }
}
