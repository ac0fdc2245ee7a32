package io.amp4j.parquet;

/**
 * A few hundred values, none of them null, as Parquet stores them, in heap: small enough to stay in the processor's cache
 * between the steps that read it.
 */
final class Block {
    /** Values in a block at most. */
    static final int VALUES = 1024;
    /** Bytes of variable length in a block at most, unless one value alone is longer. */
    static final int BYTES = 128 << 10;

    byte[] data = new byte[0];
    int count;
    /** Where each value of variable length begins, and how long it is; unused for fixed lengths. */
    final int[] start = new int[VALUES];

    final int[] length = new int[VALUES];

    byte[] ensure(int bytes) {
        if (data.length < bytes) {
            data = new byte[bytes];
        }
        return data;
    }

    /** Gives the memory back that one great value took. */
    void trim() {
        if (data.length > 4 * BYTES) {
            data = new byte[0];
        }
    }
}
