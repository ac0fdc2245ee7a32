package io.amp4j.parquet;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Values of one width, which a conversion may turn into another. */
final class FixedFetcher extends Fetcher {
    private static final int SPAN_BYTES = 256 << 10;

    private final int width;
    private final int targetWidth;
    private final @Nullable Conversion conversion;
    private final boolean variable;
    private final int span;
    private byte[] raw = new byte[0];
    private @Nullable ArrowBuf data;

    /**
     * Fetches values of {@code width} bytes.
     *
     * @param conversion null if Parquet stores them as Arrow does
     */
    FixedFetcher(int width, int targetWidth, @Nullable Conversion conversion) {
        this(width, targetWidth, conversion, false);
    }

    private FixedFetcher(int width, int targetWidth, @Nullable Conversion conversion, boolean variable) {
        this.width = width;
        this.targetWidth = targetWidth;
        this.conversion = conversion;
        this.variable = variable;
        this.span = Math.max(1, Math.min(4 * Block.VALUES, SPAN_BYTES / Math.max(1, width)));
    }

    /** Fixed binary for a target that has none: all values happen to have the same length. */
    static FixedFetcher ofVariable(int width) {
        return new FixedFetcher(width, width, null, true);
    }

    @Override
    void attach(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    int fetch(int start, int count) {
        int n = Math.min(Math.min(count, Block.VALUES), span);
        byte[] target = target(n * width);
        copy(start, n, target);
        finish(target, n);
        return n;
    }

    @Override
    int fetch(int[] places, int from, int count) {
        int n = close(places, from, count, span);
        int first = places[from];
        int covered = places[from + n - 1] - first + 1;
        byte[] target = target(covered * width);
        copy(first, covered, target);
        if (covered > n) {
            compact(target, places, from, n);
        }
        finish(target, n);
        return n;
    }

    private byte[] target(int bytes) {
        if (conversion == null) {
            return block.ensure(bytes);
        }
        if (raw.length < bytes) {
            raw = new byte[bytes];
        }
        return raw;
    }

    private void copy(int start, int n, byte[] target) {
        if (data == null) {
            throw new IllegalStateException("no vector attached");
        }
        data.getBytes((long) start * width, target, 0, n * width);
    }

    private void compact(byte[] target, int[] places, int from, int n) {
        int first = places[from];
        switch (width) {
            case Integer.BYTES -> {
                for (int i = 0; i < n; i++) {
                    Bytes.LE_INT.set(target, i * 4, (int) Bytes.LE_INT.get(target, (places[from + i] - first) * 4));
                }
            }
            case Long.BYTES -> {
                for (int i = 0; i < n; i++) {
                    Bytes.LE_LONG.set(target, i * 8, (long) Bytes.LE_LONG.get(target, (places[from + i] - first) * 8));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    System.arraycopy(target, (places[from + i] - first) * width, target, i * width, width);
                }
            }
        }
    }

    private void finish(byte[] target, int n) {
        block.count = n;
        if (conversion != null) {
            conversion.apply(target, n, block.ensure(n * targetWidth));
        }
        if (variable) {
            for (int i = 0; i < n; i++) {
                block.start[i] = i * width;
                block.length[i] = width;
            }
        }
    }
}
