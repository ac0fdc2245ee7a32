package io.amp4j.parquet;

/** Bounds of floating-point numbers. NaN does not compare; a bound of zero is -0 below and +0 above, as the format wants. */
final class FloatingBounds extends Bounds {
    private final boolean single;
    private double min;
    private double max;
    private long nans;

    FloatingBounds(boolean single) {
        this.single = single;
        clear();
    }

    @Override
    void take(Block block) {
        for (int i = 0; i < block.count; i++) {
            double value = single
                    ? Float.intBitsToFloat((int) Bytes.LE_INT.get(block.data, i * Float.BYTES))
                    : Double.longBitsToDouble((long) Bytes.LE_LONG.get(block.data, i * Double.BYTES));
            if (Double.isNaN(value)) {
                nans++;
            } else {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
    }

    @Override
    void take(Bounds other) {
        FloatingBounds that = (FloatingBounds) other;
        nans += that.nans;
        min = Math.min(min, that.min);
        max = Math.max(max, that.max);
    }

    @Override
    boolean present() {
        return min <= max;
    }

    @Override
    byte[] min() {
        return bytes(min == 0 ? -0.0 : min);
    }

    @Override
    byte[] max() {
        return bytes(max == 0 ? 0.0 : max);
    }

    @Override
    long nans() {
        return nans;
    }

    private byte[] bytes(double value) {
        byte[] result = new byte[single ? Float.BYTES : Double.BYTES];
        if (single) {
            Bytes.LE_INT.set(result, 0, Float.floatToRawIntBits((float) value));
        } else {
            Bytes.LE_LONG.set(result, 0, Double.doubleToRawLongBits(value));
        }
        return result;
    }

    @Override
    int compareMin(Bounds other) {
        return Double.compare(min + 0.0, ((FloatingBounds) other).min + 0.0);
    }

    @Override
    int compareMax(Bounds other) {
        return Double.compare(max + 0.0, ((FloatingBounds) other).max + 0.0);
    }

    @Override
    void clear() {
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        nans = 0;
    }
}
