package io.amp4j.client;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A row as its values. */
final class ValueRow implements Row {
    private final ColumnIndex columns;
    private final @Nullable Object[] values;

    ValueRow(ColumnIndex columns, @Nullable Object[] values) {
        this.columns = columns;
        this.values = values;
    }

    @Override
    public List<String> columns() {
        return columns.names();
    }

    @Override
    public @Nullable Object value(String column) {
        return values[columns.position(column)];
    }

    @Override
    public boolean isNull(String column) {
        return value(column) == null;
    }

    @Override
    public long longValue(String column) {
        Object value = value(column);
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        try {
            return bigInteger(column).longValueExact();
        } catch (ArithmeticException e) {
            throw misfit(column, value, "a whole number of 64 bits");
        }
    }

    @Override
    public BigInteger bigInteger(String column) {
        try {
            return decimal(column).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw misfit(column, value(column), "a whole number");
        }
    }

    @Override
    public BigDecimal decimal(String column) {
        Object value = value(column);
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        throw misfit(column, value, "a decimal or whole number");
    }

    @Override
    public double doubleValue(String column) {
        return typed(column, Number.class, "a number").doubleValue();
    }

    @Override
    public boolean booleanValue(String column) {
        return typed(column, Boolean.class, "true or false");
    }

    @Override
    public String string(String column) {
        return typed(column, String.class, "a text");
    }

    @Override
    public byte[] bytes(String column) {
        return typed(column, byte[].class, "binary");
    }

    @Override
    public String hex(String column) {
        return "0x" + HexFormat.of().formatHex(bytes(column));
    }

    @Override
    public Instant instant(String column) {
        return typed(column, Instant.class, "a timestamp with a zone");
    }

    private <T> T typed(String column, Class<T> type, String wanted) {
        Object value = value(column);
        if (!type.isInstance(value)) {
            throw misfit(column, value, wanted);
        }
        return type.cast(value);
    }

    private static AmpException misfit(String column, @Nullable Object value, String wanted) {
        String found = value == null ? "null" : "a " + value.getClass().getSimpleName() + " that does not fit";
        return new AmpException(ClientError.BAD_COLUMN, "column '" + column + "' is not " + wanted + " but " + found);
    }

    /** The values as people read them, bytes as {@code 0x…}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Row[", "]");
        for (int i = 0; i < values.length; i++) {
            Object value =
                    values[i] instanceof byte[] bytes ? "0x" + HexFormat.of().formatHex(bytes) : values[i];
            text.add(columns.names().get(i) + "=" + value);
        }
        return text.toString();
    }
}
