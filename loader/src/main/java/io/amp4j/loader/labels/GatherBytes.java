package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;

/** Copies text and bytes whose offsets have 32 bits. */
final class GatherBytes extends Gather {
    GatherBytes(BufferPool memory) {
        super(memory);
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        try (Validity validity = validity(from, rows, to);
                ArrowBuf offsets = buffer(to, (rows.count() + 1L) * Integer.BYTES)) {
            long ends = rows.count() == 0 ? 0 : from.getOffsetBuffer().memoryAddress();
            try (ArrowBuf data = buffer(to, measure(ends, rows, validity, offsets.memoryAddress(), from.getName()))) {
                copyAll(from, rows, offsets.memoryAddress(), data.memoryAddress());
                to.loadFieldBuffers(validity.node(), List.of(validity.bits(), offsets, data));
            }
        }
    }

    /** Writes the offsets, and gives the bytes that the values take. */
    private static long measure(long from, Picked rows, Validity validity, long to, String column) {
        long size = 0;
        MemoryUtil.putInt(to, 0);
        for (int i = 0; i < rows.count(); i++) {
            if (validity.has(i)) {
                long at = from + (long) rows.row(i) * Integer.BYTES;
                size += MemoryUtil.getInt(at + Integer.BYTES) - MemoryUtil.getInt(at);
            }
            MemoryUtil.putInt(to + (i + 1L) * Integer.BYTES, (int) size);
        }
        if (size > Integer.MAX_VALUE) {
            throw new AmpException(
                    LabelError.TOO_LARGE,
                    "the values of '" + column + "' for the rows of one batch take " + size
                            + " bytes, more than 2 GiB; leave the column out, or shorten its values");
        }
        return size;
    }

    private static void copyAll(FieldVector from, Picked rows, long offsets, long target) {
        if (rows.count() == 0) {
            return;
        }
        long starts = from.getOffsetBuffer().memoryAddress();
        long source = from.getDataBuffer().memoryAddress();
        int start = 0;
        for (int i = 0; i < rows.count(); i++) {
            int end = MemoryUtil.getInt(offsets + (i + 1L) * Integer.BYTES);
            if (end > start) {
                int at = MemoryUtil.getInt(starts + (long) rows.row(i) * Integer.BYTES);
                RawMemory.copy(source + at, target + start, (long) end - start);
            }
            start = end;
        }
    }
}
