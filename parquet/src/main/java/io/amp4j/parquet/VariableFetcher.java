package io.amp4j.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Text and binary with offsets of four or eight bytes. */
final class VariableFetcher extends Fetcher {
    private static final int SPAN = 4 * Block.VALUES;

    private final int offsetWidth;
    private final byte[] raw;
    private final long[] ends = new long[SPAN + 1];
    private @Nullable ArrowBuf data;
    private @Nullable ArrowBuf offsets;

    VariableFetcher(int offsetWidth) {
        this.offsetWidth = offsetWidth;
        this.raw = new byte[(SPAN + 1) * offsetWidth];
    }

    @Override
    void attach(FieldVector vector) {
        data = vector.getDataBuffer();
        offsets = vector.getOffsetBuffer();
    }

    @Override
    int fitting(int start, int count, long bytes) {
        long base = offset(start);
        if (offset(start + count) - base <= bytes) {
            return count;
        }
        int low = 1;
        int high = count;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offset(start + middle) - base <= bytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    int fetch(int start, int count) {
        int n = Math.min(count, Block.VALUES);
        loadOffsets(start, n);
        long base = ends[0];
        while (n > 1 && ends[n] - base > Block.BYTES) {
            n = ends[n / 2] - base > Block.BYTES ? n / 2 : n - 1;
        }
        copy(base, ends[n] - base, 0);
        for (int i = 0; i < n; i++) {
            block.start[i] = (int) (ends[i] - base);
            block.length[i] = (int) (ends[i + 1] - ends[i]);
        }
        block.count = n;
        return n;
    }

    @Override
    int fetch(int[] places, int from, int count) {
        int n = close(places, from, count, SPAN);
        int first = places[from];
        int covered = places[from + n - 1] - first + 1;
        loadOffsets(first, covered);
        long base = ends[0];
        if (ends[covered] - base <= Block.BYTES) {
            copy(base, ends[covered] - base, 0);
            for (int i = 0; i < n; i++) {
                int at = places[from + i] - first;
                block.start[i] = (int) (ends[at] - base);
                block.length[i] = (int) (ends[at + 1] - ends[at]);
            }
            block.count = n;
            return n;
        }
        return fetchOneByOne(places, from, n);
    }

    private int fetchOneByOne(int[] places, int from, int count) {
        int first = places[from];
        int filled = 0;
        int n = 0;
        while (n < count) {
            int at = places[from + n] - first;
            long length = ends[at + 1] - ends[at];
            if (n > 0 && filled + length > Block.BYTES) {
                break;
            }
            copy(ends[at], length, filled);
            block.start[n] = filled;
            block.length[n] = (int) length;
            filled += (int) length;
            n++;
        }
        block.count = n;
        return n;
    }

    private void copy(long from, long length, int to) {
        if (data == null) {
            throw new IllegalStateException("no vector attached");
        }
        int bytes = Math.toIntExact(length);
        byte[] target = to == 0 ? block.ensure(Math.max(bytes, Block.BYTES)) : block.data;
        if (bytes > 0) {
            data.getBytes(from, target, to, bytes);
        }
    }

    private long offset(int index) {
        if (offsets == null) {
            throw new IllegalStateException("no vector attached");
        }
        return offsetWidth == Integer.BYTES
                ? offsets.getInt((long) index * Integer.BYTES)
                : offsets.getLong((long) index * Long.BYTES);
    }

    private void loadOffsets(int start, int n) {
        if (offsets == null) {
            throw new IllegalStateException("no vector attached");
        }
        offsets.getBytes((long) start * offsetWidth, raw, 0, (n + 1) * offsetWidth);
        if (offsetWidth == Integer.BYTES) {
            for (int i = 0; i <= n; i++) {
                ends[i] = (int) Bytes.LE_INT.get(raw, i * 4);
            }
        } else {
            for (int i = 0; i <= n; i++) {
                ends[i] = (long) Bytes.LE_LONG.get(raw, i * 8);
            }
        }
    }
}
