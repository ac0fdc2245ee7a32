package io.amp4j.loader.labels;

import java.util.Arrays;

/** Rows of a vector that another is made of, in order. Used again and again; not thread-safe. */
final class Picked {
    /** Stands for a null where no row is picked. */
    static final int NOTHING = -1;

    private int[] rows = new int[0];
    private int count;
    private boolean gaps;

    /** Begins anew. */
    void clear() {
        count = 0;
        gaps = false;
    }

    void add(int row) {
        if (count == rows.length) {
            grow(count + 1);
        }
        rows[count++] = row;
        gaps |= row < 0;
    }

    /** Adds a span of rows. */
    void addAll(int from, int to) {
        if (count + (long) to - from > rows.length) {
            grow(count + (long) to - from);
        }
        for (int row = from; row < to; row++) {
            rows[count++] = row;
        }
    }

    void addNothing(int times) {
        for (int i = 0; i < times; i++) {
            add(NOTHING);
        }
    }

    private void grow(long needed) {
        rows = Arrays.copyOf(
                rows, Math.toIntExact(Math.max(needed, Math.min(rows.length * 2L, Integer.MAX_VALUE - 8))));
    }

    int row(int i) {
        return rows[i];
    }

    int count() {
        return count;
    }

    /** Whether some are {@link #NOTHING}. */
    boolean hasGaps() {
        return gaps;
    }
}
