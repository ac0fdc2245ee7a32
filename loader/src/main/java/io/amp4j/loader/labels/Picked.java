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

    /** Takes rows as they are, {@link #NOTHING} among them. */
    void set(int[] picked, int length) {
        room(length);
        int all = 0;
        for (int i = 0; i < length; i++) {
            rows[i] = picked[i];
            all |= picked[i];
        }
        count = length;
        gaps = all < 0;
    }

    /** Takes the rows that are not {@link #NOTHING}; without branches, since no processor foresees which are. */
    void setPresent(int[] picked, int length) {
        room(length);
        int n = 0;
        for (int i = 0; i < length; i++) {
            rows[n] = picked[i];
            n += 1 + (picked[i] >> 31);
        }
        count = n;
        gaps = false;
    }

    /** Takes the places of the rows that are not {@link #NOTHING}. */
    void setPlaces(int[] picked, int length) {
        room(length);
        int n = 0;
        for (int i = 0; i < length; i++) {
            rows[n] = i;
            n += 1 + (picked[i] >> 31);
        }
        count = n;
        gaps = false;
    }

    private void room(int length) {
        if (rows.length < length) {
            grow(length);
        }
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
