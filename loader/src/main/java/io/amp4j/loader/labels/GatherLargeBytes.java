package io.amp4j.loader.labels;

import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Copies text and bytes whose offsets have 64 bits. */
final class GatherLargeBytes extends Gather {
    GatherLargeBytes(BufferPool memory) {
        super(memory);
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        try (Validity validity = validity(from, rows, to);
                ArrowBuf offsets = buffer(to, (rows.count() + 1L) * Long.BYTES)) {
            long starts = rows.count() == 0 ? 0 : from.getOffsetBuffer().memoryAddress();
            try (ArrowBuf data = buffer(to, measure(starts, rows, validity, offsets.memoryAddress()))) {
                copyAll(from, rows, offsets.memoryAddress(), data.memoryAddress());
                to.loadFieldBuffers(validity.node(), List.of(validity.bits(), offsets, data));
            }
        }
    }

    private static long measure(long from, Picked rows, Validity validity, long to) {
        long size = 0;
        MemoryUtil.putLong(to, 0);
        for (int i = 0; i < rows.count(); i++) {
            if (validity.has(i)) {
                long at = from + (long) rows.row(i) * Long.BYTES;
                size += MemoryUtil.getLong(at + Long.BYTES) - MemoryUtil.getLong(at);
            }
            MemoryUtil.putLong(to + (i + 1L) * Long.BYTES, size);
        }
        return size;
    }

    private static void copyAll(FieldVector from, Picked rows, long offsets, long target) {
        for (int i = 0; i < rows.count(); i++) {
            long start = MemoryUtil.getLong(offsets + (long) i * Long.BYTES);
            long end = MemoryUtil.getLong(offsets + (i + 1L) * Long.BYTES);
            if (end > start) {
                long at = from.getOffsetBuffer().getLong((long) rows.row(i) * Long.BYTES);
                RawMemory.copy(from.getDataBuffer().memoryAddress() + at, target + start, end - start);
            }
        }
    }
}
