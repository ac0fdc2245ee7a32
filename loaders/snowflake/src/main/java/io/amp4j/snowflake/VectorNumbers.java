package io.amp4j.snowflake;

import java.math.BigInteger;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;

/** Numbers of vectors as Snowflake's own two types have them, whatever their sign or width. */
final class VectorNumbers {
    private VectorNumbers() {}

    static BigInteger integer(FieldVector vector, int row) {
        if (vector instanceof UInt8Vector unsigned) {
            return unsigned.getObjectNoOverflow(row);
        } else if (vector instanceof UInt4Vector unsigned) {
            return BigInteger.valueOf(unsigned.getObjectNoOverflow(row));
        } else if (vector instanceof UInt2Vector unsigned) {
            return BigInteger.valueOf(unsigned.get(row));
        } else if (vector instanceof UInt1Vector unsigned) {
            return BigInteger.valueOf(unsigned.getObjectNoOverflow(row));
        }
        return BigInteger.valueOf(((Number) vector.getObject(row)).longValue());
    }

    /** Widened, not by its digits: a FLOAT has 64 bits, and is to be the same number. */
    static double floating(FieldVector vector, int row) {
        return vector instanceof Float2Vector half
                ? half.getValueAsFloat(row)
                : ((Number) vector.getObject(row)).doubleValue();
    }
}
