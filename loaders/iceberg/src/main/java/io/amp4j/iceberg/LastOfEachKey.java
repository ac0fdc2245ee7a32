package io.amp4j.iceberg;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ArrowBufPointer;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.ElementAddressableVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Which of the rows that came are the last with their key; null is a key like another. Keys are kept as 128 bits of their SHA-256, about 100
 * bytes of heap for each distinct one. Not thread-safe.
 */
final class LastOfEachKey {
    private static final int MAX_ROWS = Integer.MAX_VALUE;

    private final List<String> columns;
    private final MessageDigest digest;
    private final Map<Key, Integer> rows = new HashMap<>();
    private final BitSet last = new BitSet();
    private final ArrowBufPointer pointer = new ArrowBufPointer();
    private byte[] bytes = new byte[64];
    private int count;

    private record Key(long high, long low) {}

    LastOfEachKey(List<String> columns) {
        this.columns = columns;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(VectorSchemaRoot batch) {
        List<FieldVector> keys = columns.stream().map(batch::getVector).toList();
        for (int i = 0; i < batch.getRowCount(); i++) {
            if (count == MAX_ROWS) {
                throw new IllegalStateException("an upsert has at most " + MAX_ROWS + " rows");
            }
            Integer earlier = rows.put(key(keys, i), count);
            if (earlier != null) {
                last.clear(earlier);
            }
            last.set(count++);
        }
    }

    private Key key(List<FieldVector> keys, int row) {
        for (FieldVector vector : keys) {
            int length = value(vector, row);
            digest.update((byte) (length >> 24));
            digest.update((byte) (length >> 16));
            digest.update((byte) (length >> 8));
            digest.update((byte) length);
            digest.update(bytes, 0, Math.max(0, length));
        }
        ByteBuffer whole = ByteBuffer.wrap(digest.digest());
        return new Key(whole.getLong(), whole.getLong());
    }

    /** Copies a value to {@link #bytes}, and gives its length; -1 for null. */
    private int value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return -1;
        }
        if (vector instanceof ElementAddressableVector addressable && !(vector instanceof BitVector)) {
            addressable.getDataPointer(row, pointer);
            int length = Math.toIntExact(pointer.getLength());
            reserve(length);
            ArrowBuf buffer = pointer.getBuf();
            if (length > 0 && buffer != null) {
                buffer.getBytes(pointer.getOffset(), bytes, 0, length);
            }
            return length;
        }
        Object value = vector.getObject(row);
        byte[] copy =
                value instanceof byte[] binary ? binary : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        reserve(copy.length);
        System.arraycopy(copy, 0, bytes, 0, copy.length);
        return copy.length;
    }

    private void reserve(int length) {
        if (bytes.length < length) {
            bytes = new byte[length * 2];
        }
    }

    /** The next row of a batch, from one on, that is the last with its key; the batch's end if there is none. */
    int next(long first, int from, int end) {
        int found = last.nextSetBit((int) first + from);
        return found < 0 ? end : Math.min(end, found - (int) first);
    }

    /** The end of a run of such rows. */
    int end(long first, int from, int end) {
        return Math.min(end, last.nextClearBit((int) first + from) - (int) first);
    }
}
