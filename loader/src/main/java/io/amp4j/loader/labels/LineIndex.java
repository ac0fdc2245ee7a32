package io.amp4j.loader.labels;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;

/**
 * A hash table for short keys of one length, such as addresses: key and row stand together, some of them in each line of the processor's cache, so
 * that nearly every lookup costs one access to memory. A key that finds its line full stands in the next one with room.
 */
final class LineIndex implements KeyIndex {
    private static final int LINE = 64;
    /** So much of the memory is taken. */
    private static final double FILLED = 0.5;

    private final ArrowBuf memory;
    private final long lines;
    private final long count;
    private final int width;
    /** The bytes of a key, and behind its place the number of its row, from one on; zero where there is none. */
    private final int stride;

    private final int rowAt;

    private LineIndex(ArrowBuf memory, long count, int width) {
        this.memory = memory;
        this.lines = (memory.memoryAddress() + LINE - 1) / LINE * LINE;
        this.count = count;
        this.width = width;
        this.stride = stride(width);
        this.rowAt = stride - Integer.BYTES;
    }

    /** Whether at least two keys of a length have room in a line. */
    static boolean holds(int width) {
        return width > 0 && stride(width) <= LINE / 2;
    }

    private static int stride(int width) {
        return Math.max(LINE / 4, Integer.highestOneBit(width + Integer.BYTES - 1) << 1);
    }

    static LineIndex of(Keys keys, int rows, BufferAllocator allocator, Complaints complaints) {
        int width = keys.length(0);
        long count = Math.max(1, (long) (rows * (long) stride(width) / FILLED / LINE));
        ArrowBuf memory = allocator.buffer((count + 1) * LINE);
        LineIndex index = new LineIndex(memory, count, width);
        try {
            memory.setZero(0, memory.capacity());
            for (int row = 0; row < rows; row++) {
                index.put(keys.address(row), row, complaints);
            }
            return index;
        } catch (RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private void put(long key, int row, Complaints complaints) {
        long line = line(RawMemory.hash(key, width));
        while (true) {
            for (long at = line; at < line + LINE; at += stride) {
                int other = MemoryUtil.getInt(at + rowAt);
                if (other == 0) {
                    RawMemory.copy(key, at, width);
                    MemoryUtil.putInt(at + rowAt, row + 1);
                    return;
                }
                if (RawMemory.equal(key, at, width)) {
                    throw complaints.duplicate(row, other - 1);
                }
            }
            line = next(line);
        }
    }

    private long line(long hash) {
        return lines + (((hash >>> Integer.SIZE) * count) >>> Integer.SIZE) * LINE;
    }

    private long next(long line) {
        return line + LINE == lines + count * LINE ? lines : line + LINE;
    }

    /** A key of another length is looked for as if it were one that is there: no branch tells it apart, and what comes of it is not taken. */
    @Override
    public int find(Keys keys, int rows, long[] places, int[] found) {
        for (int i = 0; i < rows; i++) {
            places[i] = keys.length(i) == width ? line(RawMemory.hash(keys.address(i), width)) : lines;
        }
        for (int i = 0; i < rows; i++) {
            found[i] = in(places[i], keys.length(i) == width ? keys.address(i) : lines);
        }
        int hits = 0;
        for (int i = 0; i < rows; i++) {
            if (keys.length(i) != width) {
                found[i] = NOT_THERE;
            } else if (found[i] == FURTHER_ON) {
                found[i] = behind(places[i], keys.address(i));
            }
            hits += 1 + (found[i] >> (Integer.SIZE - 1));
        }
        return hits;
    }

    private int behind(long place, long key) {
        long line = place;
        int found = FURTHER_ON;
        while (found == FURTHER_ON) {
            line = next(line);
            found = in(line, key);
        }
        return found;
    }

    /** What a line says of a key. Nothing branches on what is read. */
    private int in(long line, long key) {
        int found = 0;
        int full = -1;
        for (long at = line; at < line + LINE; at += stride) {
            int row = MemoryUtil.getInt(at + rowAt);
            long difference = RawMemory.difference(key, at, width);
            int same = (int) ~((difference | -difference) >> (Long.SIZE - 1));
            found |= row & same;
            full &= -row >> (Integer.SIZE - 1);
        }
        int any = -found >> (Integer.SIZE - 1);
        return ((found - 1) & any) | ((NOT_THERE + full) & ~any);
    }

    @Override
    public void close() {
        memory.close();
    }
}
