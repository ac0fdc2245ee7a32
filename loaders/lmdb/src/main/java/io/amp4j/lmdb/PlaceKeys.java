package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a table for which none was named: the first block of the row's microbatch (8 bytes; 0 in a batch load), the stream's number (4), the
 * microbatch (8) and the row's number in it (4), all big-endian. They are unique, and in the order of blocks.
 */
final class PlaceKeys implements KeyWriter {
    static final int SIZE = 2 * Long.BYTES + 2 * Integer.BYTES;

    private final int stream;
    private final Room room;
    private final Map<BatchId, Integer> written = new HashMap<>();
    private long keys;

    PlaceKeys(int stream, BufferAllocator allocator) {
        this.stream = stream;
        this.room = new Room(allocator);
    }

    @Override
    public void encode(VectorSchemaRoot rows, int from, int to, BatchId id, @Nullable BlockRange range) {
        keys = room.require((long) (to - from) * SIZE);
        long block = range == null ? 0 : range.start();
        long batch = BatchIds.toLong(id);
        int first = written.getOrDefault(id, 0);
        long at = keys;
        for (int i = 0; i < to - from; i++) {
            at = Bytes.putBigEndianLong(at, block);
            at = Bytes.putBigEndianInt(at, stream);
            at = Bytes.putBigEndianLong(at, batch);
            at = Bytes.putBigEndianInt(at, Math.addExact(first, i));
        }
        written.put(id, first + to - from);
    }

    @Override
    public void locate(int index, Slice slice) {
        slice.set(keys + (long) index * SIZE, SIZE);
    }

    @Override
    public void close() {
        room.close();
    }
}
