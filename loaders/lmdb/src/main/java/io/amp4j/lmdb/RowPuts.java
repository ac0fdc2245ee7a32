package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.client.BlockRange;
import io.amp4j.loader.LoadError;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.PutFlags;
import org.lmdbjava.Txn;

/** Puts rows into their table and its index. Used within one write transaction, by one thread. */
final class RowPuts implements AutoCloseable {
    /** What is encoded at once: enough that each column's loop pays, few enough that rows and keys stay in the processor's cache. */
    private static final int ROWS_AT_ONCE = 1_024;

    private static final PutFlags[] REPLACE = {};
    private static final PutFlags[] INSERT = {PutFlags.MDB_NOOVERWRITE};
    /** Fills pages to the end, where keys come in order; LMDB checks that they do. */
    private static final PutFlags[] APPEND = {PutFlags.MDB_NOOVERWRITE, PutFlags.MDB_APPEND};

    private final LmdbSession session;
    private final BatchIndex index;
    private final KeyWriter keys;
    private final RowWriter values;
    private final Cursor<Slice> cursor;
    private final Room lastRoom;
    private final Slice last = new Slice();
    private final Slice key = new Slice();
    private final Slice value = new Slice();

    RowPuts(LmdbSession session, Txn<Slice> txn, BatchIndex index) {
        this.session = session;
        this.index = index;
        BufferAllocator allocator = session.environment().allocator();
        this.keys = session.keyWriter();
        this.values = session.rowWriter();
        this.cursor = session.table().rows().openCursor(txn);
        this.lastRoom = new Room(allocator);
        long at = lastRoom.require(session.environment().maxKeySize());
        if (cursor.last()) {
            Bytes.copy(cursor.key().address(), at, cursor.key().length());
            last.set(at, cursor.key().length());
        } else {
            last.set(at, 0);
        }
    }

    void put(BatchId id, @Nullable BlockRange range, @Nullable String ranges, VectorSchemaRoot rows) {
        long batch = BatchIds.toLong(id);
        int count = rows.getRowCount();
        for (int from = 0; from < count; from += ROWS_AT_ONCE) {
            int to = Math.min(count, from + ROWS_AT_ONCE);
            keys.encode(rows, from, to, id, range);
            values.encode(rows, from, to, id, ranges);
            for (int i = 0; i < to - from; i++) {
                keys.locate(i, key);
                values.locate(i, value);
                put(id);
                index.add(batch, key);
            }
        }
    }

    private void put(BatchId id) {
        if (session.replaces()) {
            cursor.put(key, value, REPLACE);
            return;
        }
        boolean highest = Bytes.compare(last.address(), last.length(), key.address(), key.length()) < 0;
        if (!cursor.put(key, value, highest ? APPEND : INSERT)) {
            throw taken(id);
        }
        if (highest) {
            Bytes.copy(key.address(), last.address(), key.length());
            last.set(last.address(), key.length());
        }
    }

    /** LMDB left the cursor on the row that has the key. */
    private AmpException taken(BatchId id) {
        long other = Bytes.bigEndianLong(cursor.val().address());
        String whose = other == BatchIds.toLong(id) ? "the same batch" : "batch " + BatchIds.toText(other);
        return new AmpException(
                LoadError.VALUE_REFUSED,
                "two rows have the same key " + session.table().key() + " in table "
                        + session.request().table() + ": one of batch " + id + ", the other of " + whose
                        + ". Choose a key that is unique (setting 'key'), or leave the key out");
    }

    @Override
    public void close() {
        Quietly.close(cursor);
        keys.close();
        values.close();
        lastRoom.close();
    }
}
