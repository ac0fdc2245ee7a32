package io.amp4j.parquet;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;

/** Which of some rows of a vector hold a value. */
final class Validity {
    private byte[] bits = new byte[0];
    private int skipped;
    private int present;

    void load(FieldVector vector, int from, int count) {
        int bytes = (from % Byte.SIZE + count + Byte.SIZE - 1) / Byte.SIZE;
        // Counting reads whole words.
        int room = (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (bits.length < room) {
            bits = new byte[room];
        }
        skipped = from % Byte.SIZE;
        if (vector instanceof NullVector) {
            Arrays.fill(bits, 0, bytes, (byte) 0);
            present = 0;
            return;
        }
        ArrowBuf buffer = vector.getValidityBuffer();
        buffer.getBytes(from / Byte.SIZE, bits, 0, bytes);
        present = countPresent(bytes, count, room);
    }

    private int countPresent(int bytes, int count, int room) {
        bits[0] &= (byte) (0xFF << skipped);
        int surplus = bytes * Byte.SIZE - skipped - count;
        bits[bytes - 1] &= (byte) (0xFF >> surplus);
        Arrays.fill(bits, bytes, room, (byte) 0);
        int ones = 0;
        for (int i = 0; i < room; i += Long.BYTES) {
            ones += Long.bitCount((long) Bytes.LE_LONG.get(bits, i));
        }
        return ones;
    }

    /** How many rows hold a value. */
    int present() {
        return present;
    }

    /**
     * Tells for each row its level, 1 or 0, and for each value its place.
     */
    void spread(int from, int count, int[] levels, int[] places) {
        int values = 0;
        for (int i = 0; i < count; i++) {
            int bit = skipped + i;
            int level = (bits[bit >> 3] >> (bit & 7)) & 1;
            levels[i] = level;
            places[values] = from + i;
            values += level;
        }
    }
}
