package io.amp4j.lmdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** A sub-database with few and small entries, as arrays: states and schemas. Used by one thread, within one transaction. */
final class ByteTable {
    private final BufferAllocator allocator;
    private final Txn<Slice> txn;
    private final Dbi<Slice> table;

    ByteTable(BufferAllocator allocator, Txn<Slice> txn, Dbi<Slice> table) {
        this.allocator = allocator;
        this.txn = txn;
        this.table = table;
    }

    Optional<byte[]> get(byte[] key) {
        try (Room room = new Room(allocator)) {
            return Optional.ofNullable(table.get(txn, room.copyOf(key, new Slice())))
                    .map(Slice::toBytes);
        }
    }

    void put(byte[] key, byte[] value) {
        try (Room keyRoom = new Room(allocator);
                Room valueRoom = new Room(allocator)) {
            table.put(txn, keyRoom.copyOf(key, new Slice()), valueRoom.copyOf(value, new Slice()));
        }
    }

    void put(byte[] key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it was there. */
    boolean delete(byte[] key) {
        try (Room room = new Room(allocator)) {
            return table.delete(txn, room.copyOf(key, new Slice()));
        }
    }

    /** Visits the entries whose key begins so, in order of their keys. */
    void forEach(byte[] prefix, BiConsumer<byte[], byte[]> entry) {
        try (Room room = new Room(allocator);
                Cursor<Slice> cursor = table.openCursor(txn)) {
            boolean there = prefix.length == 0
                    ? cursor.first()
                    : cursor.get(room.copyOf(prefix, new Slice()), GetOp.MDB_SET_RANGE);
            while (there) {
                byte[] key = cursor.key().toBytes();
                if (!startsWith(key, prefix)) {
                    return;
                }
                entry.accept(key, cursor.val().toBytes());
                there = cursor.next();
            }
        }
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
