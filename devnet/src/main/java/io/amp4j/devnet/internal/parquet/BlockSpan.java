package io.amp4j.devnet.internal.parquet;

/**
 * The blocks that files have.
 *
 * @param first the first
 * @param last the last; less than the first if there is none
 */
record BlockSpan(long first, long last) {
    static final BlockSpan NONE = new BlockSpan(0, -1);

    BlockSpan with(BlockSpan other) {
        if (last < first) {
            return other;
        }
        if (other.last < other.first) {
            return this;
        }
        return new BlockSpan(Math.min(first, other.first), Math.max(last, other.last));
    }
}
