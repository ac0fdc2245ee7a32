package io.amp4j.parquet;

/** Bounds of 32-bit integers. */
final class IntBounds extends Bounds {
    /** Turns unsigned order into signed order, and back. */
    private final int flip;

    private int min;
    private int max;

    IntBounds(int flip) {
        this.flip = flip;
        clear();
    }

    @Override
    void take(Block block) {
        int least = min;
        int greatest = max;
        byte[] data = block.data;
        for (int i = 0; i < block.count; i++) {
            int value = (int) Bytes.LE_INT.get(data, i * Integer.BYTES) ^ flip;
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        min = least;
        max = greatest;
    }

    @Override
    void take(Bounds other) {
        IntBounds that = (IntBounds) other;
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

    private byte[] bytes(int value) {
        byte[] result = new byte[Integer.BYTES];
        Bytes.LE_INT.set(result, 0, value ^ flip);
        return result;
    }

    @Override
    int compareMin(Bounds other) {
        return Integer.compare(min, ((IntBounds) other).min);
    }

    @Override
    int compareMax(Bounds other) {
        return Integer.compare(max, ((IntBounds) other).max);
    }

    @Override
    void clear() {
        min = Integer.MAX_VALUE;
        max = Integer.MIN_VALUE;
    }
}
