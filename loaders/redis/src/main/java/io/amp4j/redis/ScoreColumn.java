package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The scores of a sorted set, which are floating-point numbers of 64 bits: what is not exactly one is refused. A time counts in milliseconds since
 * 1970.
 */
final class ScoreColumn {
    private final String name;
    private final int index;
    private @Nullable FieldVector vector;

    private ScoreColumn(String name, int index) {
        this.name = name;
        this.index = index;
    }

    static ScoreColumn of(Schema schema, String name) {
        List<Field> fields = schema.getFields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                refuseOther(fields.get(i));
                return new ScoreColumn(name, i);
            }
        }
        throw new AmpException(
                LoadError.CONFIG_INVALID,
                "score names column '" + name + "', which the result has not: it has "
                        + fields.stream().map(Field::getName).toList());
    }

    private static void refuseOther(Field field) {
        switch (field.getType().getTypeID()) {
            case Int, FloatingPoint, Decimal, Timestamp -> {
                // a number, or a time
            }
            default ->
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "score names column '" + field.getName() + "' of " + field.getType()
                                + ": a score is a number or a time");
        }
    }

    void bind(VectorSchemaRoot rows) {
        vector = rows.getVector(index);
    }

    void write(RespBuffer out, int row) {
        if (vector.isNull(row)) {
            throw refused(row, "null");
        }
        out.put(text(vector, row).getBytes(StandardCharsets.US_ASCII));
    }

    private String text(FieldVector from, int row) {
        if (from instanceof BaseIntVector integers) {
            long value = integers.getValueAsLong(row);
            boolean wrapped = value < 0 && !((ArrowType.Int) from.getField().getType()).getIsSigned();
            return exact(row, wrapped ? new BigDecimal(Long.toUnsignedString(value)) : BigDecimal.valueOf(value));
        }
        if (from instanceof TimeStampVector times) {
            return exact(row, millis(times, row));
        }
        Object value = from.getObject(row);
        if (value instanceof BigDecimal decimal) {
            return exact(row, decimal);
        }
        double number = ((Number) value).doubleValue();
        if (Double.isNaN(number)) {
            throw refused(row, "NaN");
        }
        return Double.isInfinite(number) ? (number > 0 ? "+inf" : "-inf") : Double.toString(number);
    }

    private static BigDecimal millis(TimeStampVector times, int row) {
        TimeUnit unit = ((ArrowType.Timestamp) times.getField().getType()).getUnit();
        int shift = switch (unit) {
            case SECOND -> -3;
            case MILLISECOND -> 0;
            case MICROSECOND -> 3;
            case NANOSECOND -> 6;
        };
        return BigDecimal.valueOf(times.get(row)).movePointLeft(shift);
    }

    private String exact(int row, BigDecimal value) {
        if (new BigDecimal(value.doubleValue()).compareTo(value) != 0) {
            throw refused(row, value.toPlainString());
        }
        return value.toPlainString();
    }

    private AmpException refused(int row, String value) {
        return new AmpException(
                LoadError.VALUE_REFUSED,
                "column '" + name + "' is " + value + " in row " + row
                        + " of a batch, which no score is exactly. Cast it in the query, or take another column");
    }
}
