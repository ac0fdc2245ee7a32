package io.amp4j.parquet;

import java.util.Arrays;

/** Distinct byte strings, of one length or of any. */
final class BinaryDictionary extends Dictionary {
    private static final int FIRST_SLOTS = 1 << 12;

    /** The width of each value, or 0 if they vary. */
    private final int width;

    private final Bytes values = new Bytes(1 << 14);
    private int[] starts = new int[FIRST_SLOTS / 2 + 1];
    /** High half of the hash above, position + 1 below: most probes are decided without looking at the value. */
    private long[] slots = new long[FIRST_SLOTS];

    private int[] seen = new int[FIRST_SLOTS / 2];
    private int page = 1;
    private int size;

    BinaryDictionary(int width) {
        this.width = width;
    }

    @Override
    void look(Block block, int[] positions, int from, Bounds bounds) {
        byte[] data = block.data;
        int last = -1;
        for (int i = 0; i < block.count; i++) {
            int start = width == 0 ? block.start[i] : i * width;
            int length = width == 0 ? block.length[i] : width;
            // Chain data is sorted by block: the same value often comes again at once.
            if (last < 0 || !same(last, data, start, length)) {
                last = position(data, start, length);
                if (seen[last] != page) {
                    seen[last] = page;
                    bounds.take(data, start, length);
                }
            }
            positions[from + i] = last;
        }
    }

    private boolean same(int position, byte[] data, int from, int length) {
        int start = starts[position];
        int end = starts[position + 1];
        return end - start == length && Arrays.equals(values.array, start, end, data, from, from + length);
    }

    private int position(byte[] data, int from, int length) {
        long hash = XxHash64.hash(data, from, length) & 0xFFFF_FFFF_0000_0000L;
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            long found = slots[slot];
            int position = (int) found - 1;
            if ((found & 0xFFFF_FFFF_0000_0000L) == hash && same(position, data, from, length)) {
                return position;
            }
            slot = (slot + 1) & mask;
        }
        values.write(data, from, length);
        slots[slot] = hash | ++size;
        if (size * 2 >= slots.length) {
            grow();
        }
        starts[size] = values.size;
        return size - 1;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, starts.length * 2);
        seen = Arrays.copyOf(seen, seen.length * 2);
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = entry;
            }
        }
    }

    @Override
    void nextPage() {
        page++;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return values.size + (width == 0 ? (long) size * Integer.BYTES : 0);
    }

    @Override
    void plain(int position, Bytes out) {
        int start = starts[position];
        int length = starts[position + 1] - start;
        if (width == 0) {
            out.writeInt(length);
        }
        out.write(values.array, start, length);
    }

    @Override
    void shrink(int entries) {
        size = entries;
        values.size = starts[entries];
    }

    @Override
    void addTo(BloomFilter filter) {
        for (int i = 0; i < size; i++) {
            filter.add(values.array, starts[i], starts[i + 1] - starts[i]);
        }
    }

    @Override
    void clear() {
        size = 0;
        Arrays.fill(slots, 0);
        Arrays.fill(seen, 0);
        page = 1;
        values.clear(1 << 20);
    }
}
