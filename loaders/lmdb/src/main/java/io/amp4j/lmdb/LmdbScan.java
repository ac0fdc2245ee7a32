package io.amp4j.lmdb;

import java.io.IOException;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.GetOp;

/** A range of a table's rows, a batch at a time, from one snapshot. */
final class LmdbScan extends ArrowReader {
    private static final int ROWS_A_BATCH = 8_192;
    private static final long BYTES_A_BATCH = 8 << 20;

    private final Schema schema;
    private final Map<Integer, Schema> layouts;
    private final ReadTxn read;
    private final Cursor<Slice> cursor;
    private final byte[] from;
    private final Room toRoom;
    private final Slice to = new Slice();
    private @Nullable RowReader into;
    private boolean begun;
    private boolean there;
    private long bytes;

    LmdbScan(
            BufferAllocator allocator,
            Schema schema,
            Map<Integer, Schema> layouts,
            ReadTxn read,
            Cursor<Slice> cursor,
            byte[] from,
            byte[] to) {
        super(allocator);
        this.schema = schema;
        this.layouts = layouts;
        this.read = read;
        this.cursor = cursor;
        this.from = from;
        this.toRoom = new Room(allocator);
        toRoom.copyOf(to, this.to);
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        if (into == null) {
            into = new RowReader(root, layouts);
        }
        into.begin(ROWS_A_BATCH);
        int count = 0;
        long batchBytes = 0;
        while (count < ROWS_A_BATCH && batchBytes < BYTES_A_BATCH && next()) {
            into.read(cursor.val(), count);
            batchBytes += cursor.val().length();
            count++;
        }
        root.setRowCount(count);
        bytes += batchBytes;
        return count > 0;
    }

    private boolean next() {
        if (!begun) {
            begun = true;
            there = first();
        } else if (there) {
            there = cursor.next();
        }
        there = there && !behind();
        return there;
    }

    private boolean first() {
        if (from.length == 0) {
            return cursor.first();
        }
        try (Room room = new Room(allocator)) {
            return cursor.get(room.copyOf(from, new Slice()), GetOp.MDB_SET_RANGE);
        }
    }

    /** Whether the key's beginning is greater than the last one that is wanted. */
    private boolean behind() {
        Slice key = cursor.key();
        int common = Math.min(key.length(), to.length());
        return Bytes.compare(key.address(), common, to.address(), to.length()) > 0;
    }

    @Override
    public long bytesRead() {
        return bytes;
    }

    @Override
    protected void closeReadSource() {
        Quietly.close(cursor);
        read.close();
        toRoom.close();
    }
}
