package io.amp4j.parquet;

/** Turns values as Arrow holds them into values as Parquet stores them, a block at a time. */
@FunctionalInterface
interface Conversion {
    /** Reads {@code count} values side by side from {@code from}, and writes as many to {@code to}, another array. */
    void apply(byte[] from, int count, byte[] to);
}
