package io.amp4j.loader.labels;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * Which of the picked rows are null.
 *
 * @param bits a bit for each row, set where there is a value; empty if there are no nulls, which vectors make good by themselves
 * @param node how many rows, and how many nulls
 */
record Validity(ArrowBuf bits, ArrowFieldNode node) implements AutoCloseable {
    static Validity of(FieldVector from, boolean hasNulls, Picked rows, BufferAllocator allocator) {
        if (!rows.hasGaps() && !hasNulls) {
            return new Validity(allocator.getEmpty(), new ArrowFieldNode(rows.count(), 0));
        }
        int bytes = (rows.count() + 7) / 8;
        ArrowBuf bits = allocator.buffer(bytes);
        bits.setZero(0, bytes);
        int valid = hasNulls
                ? markValid(from.getValidityBuffer().memoryAddress(), rows, bits.memoryAddress())
                : markPicked(rows, bits.memoryAddress());
        return new Validity(bits, new ArrowFieldNode(rows.count(), rows.count() - valid));
    }

    private static int markPicked(Picked rows, long to) {
        int valid = 0;
        for (int i = 0; i < rows.count(); i++) {
            int bit = rows.row(i) < 0 ? 0 : 1;
            or(to, i, bit);
            valid += bit;
        }
        return valid;
    }

    private static int markValid(long from, Picked rows, long to) {
        int valid = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            int bit = row < 0 ? 0 : bit(from, row);
            or(to, i, bit);
            valid += bit;
        }
        return valid;
    }

    static int bit(long bits, int index) {
        return MemoryUtil.getByte(bits + (index >> 3)) >> (index & 7) & 1;
    }

    static void or(long bits, int index, int bit) {
        long at = bits + (index >> 3);
        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | bit << (index & 7)));
    }

    /** Whether the picked row at an index has a value. */
    boolean has(int index) {
        return node.getNullCount() == 0 || bit(bits.memoryAddress(), index) == 1;
    }

    @Override
    public void close() {
        bits.close();
    }
}
