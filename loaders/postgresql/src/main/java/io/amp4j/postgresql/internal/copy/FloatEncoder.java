package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.jspecify.annotations.Nullable;

/** Floating point numbers of any width into {@code real} or {@code double precision}, bit for bit. */
final class FloatEncoder extends ColumnEncoder {
    private final FloatingPointPrecision source;
    private final boolean isDouble;

    private @Nullable ArrowBuf data;

    FloatEncoder(String column, FloatingPointPrecision source, PgType target) {
        super(column);
        this.source = source;
        this.isDouble = target == PgType.FLOAT8;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        out.room(Integer.BYTES + Double.BYTES);
        if (isDouble) {
            out.putInt(Double.BYTES);
            out.putLong(Double.doubleToRawLongBits(read(source, data, row)));
        } else {
            out.putInt(Float.BYTES);
            out.putInt(Float.floatToRawIntBits((float) read(source, data, row)));
        }
    }

    static double read(FloatingPointPrecision source, @Nullable ArrowBuf data, int row) {
        if (data == null) {
            throw new IllegalStateException("read before bind");
        }
        return switch (source) {
            case HALF -> Float16.toFloat(data.getShort((long) row << 1));
            case SINGLE -> data.getFloat((long) row << 2);
            case DOUBLE -> data.getDouble((long) row << 3);
        };
    }
}
