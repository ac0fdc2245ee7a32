package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Signed and unsigned integers into {@code smallint}, {@code integer} or {@code bigint}, with a range check where one is needed. */
final class IntegerEncoder extends ColumnEncoder {
    private final IntegerSource source;
    private final int width;
    private final boolean mayOverflow;

    private @Nullable ArrowBuf data;

    IntegerEncoder(String column, IntegerSource source, PgType target) {
        super(column);
        this.source = source;
        this.width = width(target);
        this.mayOverflow = source.bits() + (source.isSigned() ? 0 : 1) > width * Byte.SIZE;
    }

    private static int width(PgType target) {
        return switch (target) {
            case INT2 -> Short.BYTES;
            case INT4 -> Integer.BYTES;
            case INT8 -> Long.BYTES;
            default -> throw new IllegalArgumentException(target + " is no integer");
        };
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        long value = source.read(data, row);
        if (mayOverflow) {
            check(value);
        }
        out.room(Integer.BYTES + Long.BYTES);
        out.putInt(width);
        if (width == Long.BYTES) {
            out.putLong(value);
        } else if (width == Integer.BYTES) {
            out.putInt((int) value);
        } else {
            out.putShort((int) value);
        }
    }

    private void check(long value) {
        int unused = Long.SIZE - width * Byte.SIZE;
        boolean isBeyondLong = value < 0 && !source.isSigned();
        if (isBeyondLong || value != value << unused >> unused) {
            throw refused(source.text(value) + " does not fit into an integer of " + width
                    + " bytes. Make the column wider (numeric(20,0) takes every unsigned 64-bit integer)");
        }
    }
}
