package io.amp4j.parquet;

import org.apache.arrow.vector.FieldVector;

/**
 * Copies values of one kind of vector into a block, in the form in which Parquet stores them. The one copy from off-heap
 * memory to heap that there is: compressors, and the format's structures, want arrays.
 */
abstract class Fetcher {
    final Block block = new Block();

    /** The vector to read from now on. */
    abstract void attach(FieldVector vector);

    /** Fetches values that lie side by side; answers how many of them, at least one. */
    abstract int fetch(int start, int count);

    /** Fetches the values at the given places; answers how many of them, at least one. */
    abstract int fetch(int[] places, int from, int count);

    /** How many of the values that lie side by side take no more than so many bytes; at least one. */
    int fitting(int start, int count, long bytes) {
        return count;
    }

    /** The places from {@code from} on that rise and lie so close together that one copy is better than many. */
    static int close(int[] places, int from, int count, int span) {
        int first = places[from];
        int most = Math.min(count, Block.VALUES);
        int n = 1;
        while (n < most && places[from + n] > places[from + n - 1] && places[from + n] - first < span) {
            n++;
        }
        return n;
    }
}
