package io.amp4j.parquet;

/** Bounds of 64-bit integers. */
final class LongBounds extends Bounds {
    /** Turns unsigned order into signed order, and back. */
    private final long flip;

    private long min;
    private long max;

    LongBounds(long flip) {
        this.flip = flip;
        clear();
    }

    @Override
    void take(Block block) {
        long least = min;
        long greatest = max;
        byte[] data = block.data;
        for (int i = 0; i < block.count; i++) {
            long value = (long) Bytes.LE_LONG.get(data, i * Long.BYTES) ^ flip;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        min = least;
        max = greatest;
    }

    @Override
    void take(Bounds other) {
        LongBounds that = (LongBounds) other;
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
    }

    @Override
    boolean present() {
        return min <= max;
    }

    @Override
    byte[] min() {
        return bytes(min);
    }

    @Override
    byte[] max() {
        return bytes(max);
    }

    private byte[] bytes(long value) {
        byte[] result = new byte[Long.BYTES];
        Bytes.LE_LONG.set(result, 0, value ^ flip);
        return result;
    }

    @Override
    int compareMin(Bounds other) {
        return Long.compare(min, ((LongBounds) other).min);
    }

    @Override
    int compareMax(Bounds other) {
        return Long.compare(max, ((LongBounds) other).max);
    }

    @Override
    void clear() {
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }
}
