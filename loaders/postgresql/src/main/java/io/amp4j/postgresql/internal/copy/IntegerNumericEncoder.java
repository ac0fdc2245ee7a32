package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Integers into {@code numeric}, unsigned 64-bit ones above all. */
final class IntegerNumericEncoder extends ColumnEncoder {
    private final IntegerSource source;
    private final NumericDigits digits = new NumericDigits(0);

    private @Nullable ArrowBuf data;

    IntegerNumericEncoder(String column, IntegerSource source) {
        super(column);
        this.source = source;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        long value = source.read(data, row);
        if (source.isSigned()) {
            digits.setSigned(value);
        } else {
            digits.setUnsigned(value);
        }
        digits.put(out);
    }
}
