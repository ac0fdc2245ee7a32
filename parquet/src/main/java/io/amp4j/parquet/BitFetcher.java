package io.amp4j.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Booleans: a byte of 0 or 1 each in the block. */
final class BitFetcher extends Fetcher {
    private static final int SPAN = 8 * Block.VALUES;

    private final byte[] raw = new byte[SPAN / Byte.SIZE + 1];
    private @Nullable ArrowBuf data;

    @Override
    void attach(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    int fetch(int start, int count) {
        int n = Math.min(count, Block.VALUES);
        int skipped = load(start, n);
        byte[] target = block.ensure(n);
        for (int i = 0; i < n; i++) {
            target[i] = bit(skipped + i);
        }
        block.count = n;
        return n;
    }

    @Override
    int fetch(int[] places, int from, int count) {
        int n = close(places, from, count, SPAN);
        int first = places[from];
        int skipped = load(first, places[from + n - 1] - first + 1);
        byte[] target = block.ensure(n);
        for (int i = 0; i < n; i++) {
            target[i] = bit(skipped + places[from + i] - first);
        }
        block.count = n;
        return n;
    }

    private int load(int start, int n) {
        if (data == null) {
            throw new IllegalStateException("no vector attached");
        }
        int from = start / Byte.SIZE;
        int to = (start + n + Byte.SIZE - 1) / Byte.SIZE;
        data.getBytes(from, raw, 0, to - from);
        return start % Byte.SIZE;
    }

    private byte bit(int at) {
        return (byte) ((raw[at >> 3] >> (at & 7)) & 1);
    }
}
