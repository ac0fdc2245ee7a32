package io.amp4j.duckdb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Rewrites the two kinds of column that DuckDB cannot take in: both are rare, so a value at a time is good enough. */
final class ConvertedColumn {
    private ConvertedColumn() {}

    static boolean isNeeded(ArrowType type) {
        return DuckDbTypes.isWideDecimal(type) || DuckDbTypes.isHalf(type);
    }

    /** A new vector of the same name and length; the caller closes it. */
    static FieldVector of(FieldVector column) {
        return column instanceof Decimal256Vector decimals ? text(decimals) : widened((Float2Vector) column);
    }

    private static FieldVector text(Decimal256Vector column) {
        VarCharVector converted = new VarCharVector(column.getName(), column.getAllocator());
        try {
            converted.allocateNew(column.getValueCount());
            for (int i = 0; i < column.getValueCount(); i++) {
                BigDecimal value = column.getObject(i);
                if (value != null) {
                    converted.setSafe(i, value.toPlainString().getBytes(StandardCharsets.US_ASCII));
                }
            }
            converted.setValueCount(column.getValueCount());
            return converted;
        } catch (RuntimeException | Error e) {
            converted.close();
            throw e;
        }
    }

    private static FieldVector widened(Float2Vector column) {
        Float4Vector converted = new Float4Vector(column.getName(), column.getAllocator());
        try {
            converted.allocateNew(column.getValueCount());
            for (int i = 0; i < column.getValueCount(); i++) {
                if (!column.isNull(i)) {
                    converted.set(i, column.getValueAsFloat(i));
                }
            }
            converted.setValueCount(column.getValueCount());
            return converted;
        } catch (RuntimeException | Error e) {
            converted.close();
            throw e;
        }
    }
}
