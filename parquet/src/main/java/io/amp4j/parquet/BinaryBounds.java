package io.amp4j.parquet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of byte strings. Of long ones only the beginning is kept, one byte more than is written: enough to compare, since
 * the least beginning is the beginning of the least.
 */
final class BinaryBounds extends Bounds {
    private static final int KEPT = BoundRounding.LENGTH + 1;

    /** The width of each value, or 0 if they vary. */
    private final int width;

    private final boolean signed;
    private final boolean text;
    private final int kept;
    private final byte[] min;
    private final byte[] max;
    private int minLength = -1;
    private int maxLength = -1;
    /** The first eight bytes of the bounds, in an order that {@code long} has: what decides for nearly every value. */
    private long minKey;

    private long maxKey;

    BinaryBounds(int width, boolean signed, boolean text) {
        this.width = width;
        this.signed = signed;
        this.text = text;
        this.kept = signed ? width : KEPT;
        this.min = new byte[Math.max(kept, Long.BYTES)];
        this.max = new byte[Math.max(kept, Long.BYTES)];
    }

    @Override
    void take(Block block) {
        if (width == 0) {
            for (int i = 0; i < block.count; i++) {
                take(block.data, block.start[i], block.length[i]);
            }
            return;
        }
        for (int i = 0, at = 0; i < block.count; i++, at += width) {
            take(block.data, at, width);
        }
    }

    @Override
    void take(byte[] data, int from, int length) {
        if (minLength < 0) {
            setMin(data, from, length);
            setMax(data, from, length);
            return;
        }
        if (length >= Long.BYTES && minLength >= Long.BYTES && maxLength >= Long.BYTES) {
            long key = key(data, from);
            if (key > minKey && key < maxKey) {
                return;
            }
        }
        if (compare(data, from, length, min, minLength) < 0) {
            setMin(data, from, length);
        }
        if (compare(data, from, length, max, maxLength) > 0) {
            setMax(data, from, length);
        }
    }

    @Override
    void take(Bounds other) {
        BinaryBounds that = (BinaryBounds) other;
        if (that.present()) {
            take(that.min, 0, that.minLength);
            take(that.max, 0, that.maxLength);
        }
    }

    private long key(byte[] data, int from) {
        long key = (long) Bytes.BE_LONG.get(data, from);
        return signed ? key : key ^ Long.MIN_VALUE;
    }

    private void setMin(byte[] data, int from, int length) {
        minLength = Math.min(length, kept);
        System.arraycopy(data, from, min, 0, minLength);
        minKey = key(min, 0);
    }

    private void setMax(byte[] data, int from, int length) {
        maxLength = Math.min(length, kept);
        System.arraycopy(data, from, max, 0, maxLength);
        maxKey = key(max, 0);
    }

    private int compare(byte[] data, int from, int length, byte[] bound, int boundLength) {
        if (signed && data[from] != bound[0]) {
            return Byte.compare(data[from], bound[0]);
        }
        return Arrays.compareUnsigned(data, from, from + Math.min(length, kept), bound, 0, boundLength);
    }

    @Override
    boolean present() {
        return minLength >= 0;
    }

    @Override
    byte[] min() {
        byte[] whole = Arrays.copyOf(min, minLength);
        return minExact() ? whole : BoundRounding.down(whole, text);
    }

    @Override
    byte @Nullable [] max() {
        byte[] whole = Arrays.copyOf(max, maxLength);
        return maxExact() ? whole : BoundRounding.up(whole, text);
    }

    @Override
    boolean minExact() {
        return signed || minLength < KEPT;
    }

    @Override
    boolean maxExact() {
        return signed || maxLength < KEPT;
    }

    @Override
    int compareMin(Bounds other) {
        BinaryBounds that = (BinaryBounds) other;
        return compare(min, 0, minLength, that.min, that.minLength);
    }

    @Override
    int compareMax(Bounds other) {
        BinaryBounds that = (BinaryBounds) other;
        return compare(max, 0, maxLength, that.max, that.maxLength);
    }

    @Override
    void clear() {
        minLength = -1;
        maxLength = -1;
    }
}
