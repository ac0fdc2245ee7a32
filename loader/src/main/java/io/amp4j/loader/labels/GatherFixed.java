package io.amp4j.loader.labels;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.memory.BufferPool;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Copies values of one width in bytes. */
final class GatherFixed extends Gather {
    private final int width;

    GatherFixed(ArrowType type, String column, BufferPool memory) {
        super(memory);
        this.width = widthOf(type, column);
    }

    private static int widthOf(ArrowType type, String column) {
        return switch (type.getTypeID()) {
            case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
            case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration ->
                TypeLayout.getTypeLayout(type).getBufferLayouts().get(1).getTypeBitWidth() / Byte.SIZE;
            default ->
                throw new AmpException(
                        ClientError.UNSUPPORTED_TYPE,
                        "column '" + column + "' has the type " + type
                                + ", which cannot be joined with labels; cast it");
        };
    }

    @Override
    void fill(FieldVector from, Picked rows, FieldVector to) {
        try (Validity validity = validity(from, rows, to);
                ArrowBuf values = buffer(to, (long) rows.count() * width)) {
            long source = from.getDataBuffer().memoryAddress();
            long target = values.memoryAddress();
            switch (width) {
                case Integer.BYTES -> copyInts(source, rows, target);
                case Long.BYTES -> copyLongs(source, rows, target);
                default -> copyBytes(source, rows, target);
            }
            to.loadFieldBuffers(validity.node(), List.of(validity.bits(), values));
        }
    }

    private static void copyInts(long source, Picked rows, long target) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            MemoryUtil.putInt(
                    target + (long) i * Integer.BYTES,
                    row < 0 ? 0 : MemoryUtil.getInt(source + (long) row * Integer.BYTES));
        }
    }

    private static void copyLongs(long source, Picked rows, long target) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            MemoryUtil.putLong(
                    target + (long) i * Long.BYTES, row < 0 ? 0 : MemoryUtil.getLong(source + (long) row * Long.BYTES));
        }
    }

    private void copyBytes(long source, Picked rows, long target) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            if (row < 0) {
                MemoryUtil.setMemory(target + (long) i * width, width, (byte) 0);
            } else {
                RawMemory.copy(source + (long) row * width, target + (long) i * width, width);
            }
        }
    }
}
