package io.amp4j.lmdb;

import io.amp4j.client.BatchId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/**
 * Which rows a microbatch wrote. A key is the stream's number (4 bytes), the batch id (8) and a count (4), all big-endian; a value is the keys of some
 * rows, each behind its length (2). Many rows share an entry, so that the index costs a hundredth of what an entry for each row would.
 *
 * <p>Used within one write transaction, by one thread.
 */
final class BatchIndex implements AutoCloseable {
    private static final int STREAM = Integer.BYTES;
    private static final int BATCH = STREAM + Long.BYTES;
    private static final int KEY = BATCH + Integer.BYTES;
    /** Two of them fill a page of LMDB, which would put a larger one on pages of its own. */
    private static final int FULL = 2_000;

    private final Txn<Slice> txn;
    private final Dbi<Slice> index;
    private final Dbi<Slice> rows;
    private final int stream;
    private final Room keyRoom;
    private final Room valueRoom;
    private final long key;
    private final long value;
    private final Slice slice = new Slice();
    private final Slice entry = new Slice();
    private long batch;
    private int count = -1;
    private int filled;

    BatchIndex(BufferAllocator allocator, Txn<Slice> txn, Dbi<Slice> index, Dbi<Slice> rows, int stream) {
        this.txn = txn;
        this.index = index;
        this.rows = rows;
        this.stream = stream;
        this.keyRoom = new Room(allocator);
        this.valueRoom = new Room(allocator);
        this.key = keyRoom.require(KEY);
        this.value = valueRoom.require(FULL);
    }

    /** Remembers that a microbatch wrote a row. */
    void add(long id, Slice row) {
        if (count < 0 || id != batch) {
            flush();
            batch = id;
            count = nextCount(id);
        }
        if (filled + Short.BYTES + row.length() > FULL) {
            flush();
        }
        long at = Bytes.putBigEndianShort(value + filled, row.length());
        Bytes.copy(row.address(), at, row.length());
        filled += Short.BYTES + row.length();
    }

    /** Writes what was added. */
    void flush() {
        if (filled > 0) {
            index.put(txn, key(batch, count), entry.set(value, filled));
            count++;
            filled = 0;
        }
    }

    /** A unit may come back to a microbatch that it wrote to before. */
    private int nextCount(long id) {
        try (Cursor<Slice> cursor = index.openCursor(txn)) {
            boolean found = cursor.get(key(id, -1), GetOp.MDB_SET_RANGE) ? cursor.prev() : cursor.last();
            if (!found || cursor.key().length() != KEY) {
                return 0;
            }
            byte[] last = cursor.key().toBytes();
            ByteBuffer read = ByteBuffer.wrap(last);
            return read.getInt() == stream && read.getLong() == id ? read.getInt() + 1 : 0;
        }
    }

    private Slice key(long id, int number) {
        Bytes.putBigEndianInt(Bytes.putBigEndianLong(Bytes.putBigEndianInt(key, stream), id), number);
        return slice.set(key, KEY);
    }

    /** Deletes the rows of a microbatch of this stream. */
    long delete(BatchId id) {
        key(BatchIds.toLong(id), 0);
        return deleteFrom(slice.set(key, BATCH), BATCH, Set.of());
    }

    /** Deletes the rows of this stream, but not those of some microbatches. */
    long deleteAllBut(Set<Long> kept) {
        key(0, 0);
        return deleteFrom(slice.set(key, STREAM), STREAM, kept);
    }

    private long deleteFrom(Slice from, int prefix, Set<Long> kept) {
        byte[] wanted = from.toBytes();
        long deleted = 0;
        try (Cursor<Slice> entries = index.openCursor(txn);
                Cursor<Slice> found = rows.openCursor(txn)) {
            boolean there = entries.get(from, GetOp.MDB_SET_RANGE);
            while (there) {
                byte[] at = entries.key().toBytes();
                if (!begins(at, wanted, prefix)) {
                    break;
                }
                long id = ByteBuffer.wrap(at).getLong(STREAM);
                if (!kept.contains(id)) {
                    deleted += deleteRows(entries.val(), id, found);
                    entries.delete(); // the next one is then what follows
                }
                there = entries.next();
            }
        }
        return deleted;
    }

    private static boolean begins(byte[] key, byte[] wanted, int prefix) {
        return key.length == KEY && Arrays.equals(key, 0, prefix, wanted, 0, prefix);
    }

    /** Deletes the rows that an entry names, and that still are this microbatch's: an upsert may have replaced some. */
    private long deleteRows(Slice entryValue, long id, Cursor<Slice> found) {
        int length = entryValue.length();
        Bytes.copy(entryValue.address(), value, length); // a deletion may move the page that it lies on
        long deleted = 0;
        long at = value;
        while (at < value + length) {
            int size = Bytes.bigEndianShort(at);
            at += Short.BYTES;
            if (found.get(slice.set(at, size), GetOp.MDB_SET_KEY)
                    && Bytes.bigEndianLong(found.val().address()) == id) {
                found.delete();
                deleted++;
            }
            at += size;
        }
        return deleted;
    }

    @Override
    public void close() {
        keyRoom.close();
        valueRoom.close();
    }
}
