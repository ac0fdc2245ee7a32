package io.amp4j.parquet;

import java.util.Arrays;

/** The definition or repetition levels of one page. As long as they are all the same, only their number is kept. */
final class Levels {
    private final int max;
    private final int width;
    private int[] values = new int[0];
    private int size;
    private int same;
    private boolean uniform = true;

    Levels(int max) {
        this.max = max;
        this.width = RunLength.width(max);
    }

    void appendRun(int value, int count) {
        if (count == 0) {
            return;
        }
        if (uniform && (size == 0 || value == same)) {
            same = value;
            size += count;
            return;
        }
        spread(count);
        Arrays.fill(values, size, size + count, value);
        size += count;
    }

    void append(int[] from, int count) {
        spread(count);
        System.arraycopy(from, 0, values, size, count);
        size += count;
    }

    /** Room for {@code count} more at {@link #values}, which the caller fills from {@link #size} on and then confirms. */
    private void spread(int count) {
        if (size + count > values.length) {
            values = Arrays.copyOf(values, Math.max(size + count, Math.max(1024, values.length * 2)));
        }
        if (uniform) {
            Arrays.fill(values, 0, size, same);
            uniform = false;
        }
    }

    /** The levels with their length before them, as a data page of version 1 has them; nothing if there is only one level. */
    void encode(Bytes out) {
        if (max == 0) {
            return;
        }
        int start = out.size;
        out.writeInt(0);
        if (uniform) {
            RunLength.encodeRun(same, size, width, out);
        } else {
            RunLength.encode(values, size, width, out);
        }
        Bytes.LE_INT.set(out.array, start, out.size - start - Integer.BYTES);
    }

    void clear() {
        size = 0;
        uniform = true;
    }
}
