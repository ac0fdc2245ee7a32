package io.amp4j.parquet;

import java.util.Arrays;

/** Distinct values of four or eight bytes, by their bits: so every NaN, and each zero, stays what it is. */
final class NumberDictionary extends Dictionary {
    private static final int FIRST_SLOTS = 1 << 12;

    private final int width;
    private long[] values = new long[FIRST_SLOTS / 2];
    private int[] slots = new int[FIRST_SLOTS];
    private int size;

    NumberDictionary(int width) {
        this.width = width;
    }

    @Override
    void look(Block block, int[] positions, int from, Bounds page) {
        byte[] data = block.data;
        long last = 0;
        int lastPosition = -1;
        for (int i = 0; i < block.count; i++) {
            long value = width == Integer.BYTES
                    ? (int) Bytes.LE_INT.get(data, i * Integer.BYTES)
                    : (long) Bytes.LE_LONG.get(data, i * Long.BYTES);
            // Chain data is sorted by block: the same value often comes again at once.
            if (value != last || lastPosition < 0) {
                last = value;
                lastPosition = position(value);
            }
            positions[from + i] = lastPosition;
        }
        page.take(block);
    }

    private int position(long value) {
        int mask = slots.length - 1;
        int slot = hash(value) & mask;
        while (slots[slot] != 0) {
            int position = slots[slot] - 1;
            if (values[position] == value) {
                return position;
            }
            slot = (slot + 1) & mask;
        }
        values[size] = value;
        slots[slot] = ++size;
        if (size * 2 >= slots.length) {
            grow();
        }
        return size - 1;
    }

    private static int hash(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }

    private void grow() {
        values = Arrays.copyOf(values, values.length * 2);
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int position = 0; position < size; position++) {
            int slot = hash(values[position]) & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = position + 1;
        }
    }

    @Override
    void nextPage() {}

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return (long) size * width;
    }

    @Override
    void plain(int position, Bytes out) {
        out.ensure(Long.BYTES);
        if (width == Integer.BYTES) {
            Bytes.LE_INT.set(out.array, out.size, (int) values[position]);
        } else {
            Bytes.LE_LONG.set(out.array, out.size, values[position]);
        }
        out.size += width;
    }

    @Override
    void shrink(int entries) {
        size = entries;
    }

    @Override
    void addTo(BloomFilter filter) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < size; i++) {
            Bytes.LE_LONG.set(bytes, 0, values[i]);
            filter.add(bytes, 0, width);
        }
    }

    @Override
    void clear() {
        size = 0;
        Arrays.fill(slots, 0);
    }
}
