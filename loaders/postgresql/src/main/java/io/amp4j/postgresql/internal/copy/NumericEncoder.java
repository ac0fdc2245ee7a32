package io.amp4j.postgresql.internal.copy;

import java.sql.SQLException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Decimals of 128 and 256 bits into {@code numeric}, digit for digit. */
final class NumericEncoder extends ColumnEncoder {
    private final NumericDigits digits;
    private final int words;

    private @Nullable ArrowBuf data;

    NumericEncoder(String column, int bits, int scale) {
        super(column);
        this.digits = new NumericDigits(scale);
        this.words = bits / Long.SIZE;
    }

    @Override
    void bindValues(FieldVector vector) {
        data = vector.getDataBuffer();
    }

    @Override
    void encodeValue(CopyBuffer out, int row) throws SQLException {
        digits.set(data, (long) row * words * Long.BYTES, words);
        digits.put(out);
    }
}
