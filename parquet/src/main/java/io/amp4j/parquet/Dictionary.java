package io.amp4j.parquet;

/** The distinct values of a column in a row group, numbered in the order in which they came. */
abstract class Dictionary {
    /** Appends the position of each value of the block to {@code positions}, adding values that are new. */
    abstract void look(Block block, int[] positions, int from, Bounds page);

    /** Tells that another page begins, whose bounds know none of the values yet. */
    abstract void nextPage();

    abstract int size();

    /** The size of the dictionary page, and so of what is kept. */
    abstract long bytes();

    /** Appends one value in plain encoding. */
    abstract void plain(int position, Bytes out);

    /** Appends all values in plain encoding. */
    void plain(Bytes out) {
        for (int i = 0; i < size(); i++) {
            plain(i, out);
        }
    }

    /** Forgets the entries from a position on. Nothing can be looked up any more until {@link #clear}. */
    abstract void shrink(int entries);

    abstract void addTo(BloomFilter filter);

    abstract void clear();
}
