package io.amp4j.snowflake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.Locale;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How a column is kept in a table, and carried there in a staged file.
 *
 * @param sql the column's type
 * @param carrier what stands in the file
 * @param scale digits behind the second, where the file has a count of them since the epoch or midnight
 */
record ColumnType(String sql, Carrier carrier, int scale) {
    /** The most digits of a NUMBER. */
    private static final int LONGEST_NUMBER = 38;

    /** What stands in a staged file for a value. */
    enum Carrier {
        /** The value, as Parquet has it. */
        PLAIN,
        /** A count since the epoch: whether Parquet's own nanoseconds are read is not documented, numbers are. */
        MOMENT,
        /** A count since midnight. */
        TIME_OF_DAY,
        /** JSON text. */
        JSON
    }

    private static ColumnType plain(String sql) {
        return new ColumnType(sql, Carrier.PLAIN, 0);
    }

    /**
     * The type for a field.
     *
     * @throws AmpException with {@code AMP-UNSUPPORTED} if no type keeps its values
     */
    static ColumnType of(Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> plain("BOOLEAN");
            case Int -> plain("NUMBER(" + digits((ArrowType.Int) type) + ",0)");
            case FloatingPoint -> plain("FLOAT");
            case Decimal -> decimal(field, (ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> plain("VARCHAR");
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> plain("BINARY");
            case Date -> plain("DATE");
            case Time -> new ColumnType("TIME(9)", Carrier.TIME_OF_DAY, scale(((ArrowType.Time) type).getUnit()));
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case List, LargeList, FixedSizeList -> new ColumnType("ARRAY", Carrier.JSON, 0);
            case Struct -> new ColumnType("OBJECT", Carrier.JSON, 0);
            case Map -> new ColumnType("VARIANT", Carrier.JSON, 0);
            case Null -> throw unsupported(field, "is of no type; cast it to one in the query");
            default -> throw unsupported(field, "has no type in Snowflake");
        };
    }

    private static int digits(ArrowType.Int type) {
        return switch (type.getBitWidth()) {
            case 8 -> 3;
            case 16 -> 5;
            case 32 -> 10;
            default -> type.getIsSigned() ? 19 : 20;
        };
    }

    private static ColumnType decimal(Field field, ArrowType.Decimal type) {
        boolean fits =
                type.getPrecision() <= LONGEST_NUMBER && type.getScale() >= 0 && type.getScale() < LONGEST_NUMBER;
        if (!fits) {
            throw unsupported(field, "has more digits than a NUMBER(38) keeps; cast it to text in the query");
        }
        return plain("NUMBER(" + type.getPrecision() + "," + type.getScale() + ")");
    }

    private static ColumnType timestamp(ArrowType.Timestamp type) {
        String sql = type.getTimezone() == null ? "TIMESTAMP_NTZ(9)" : "TIMESTAMP_TZ(9)";
        return new ColumnType(sql, Carrier.MOMENT, scale(type.getUnit()));
    }

    private static int scale(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 0;
            case MILLISECOND -> 3;
            case MICROSECOND -> 6;
            case NANOSECOND -> 9;
        };
    }

    private static AmpException unsupported(Field field, String why) {
        return new AmpException(
                LoadError.UNSUPPORTED, "column '" + field.getName() + "' of type " + field.getType() + " " + why);
    }

    /** Whether a table's column takes every value. A NUMBER may be wider; VARIANT takes whatever is JSON. */
    boolean fits(String there) {
        String type = there.toUpperCase(Locale.ROOT).replace(" ", "");
        if (carrier == Carrier.JSON && type.equals("VARIANT")) {
            return true;
        }
        if (sql.startsWith("NUMBER")) {
            return NumberShape.of(type).map(shape -> shape.holds(sql)).orElse(false);
        }
        // A length, where there is one, is the longest that there is, or what the user chose.
        return type.equals(sql) || type.startsWith(sql + "(");
    }

    /** What makes a value of the table of a value of a column of the file. */
    String expression(String column) {
        String value = "$1:" + SnowflakeDialect.INSTANCE.quote(column);
        return switch (carrier) {
            case PLAIN -> value + "::" + sql;
            case MOMENT ->
                (sql.startsWith("TIMESTAMP_NTZ") ? "TO_TIMESTAMP_NTZ(" : "TO_TIMESTAMP_TZ(") + value
                        + "::NUMBER(19,0), " + scale + ")";
            case TIME_OF_DAY -> timeOfDay(value + "::NUMBER(19,0)");
            case JSON -> "PARSE_JSON(" + value + "::VARCHAR)" + (sql.equals("VARIANT") ? "" : "::" + sql);
        };
    }

    private String timeOfDay(String count) {
        String second = "1" + "0".repeat(scale);
        String nanos = "1" + "0".repeat(9 - scale);
        return "TIME_FROM_PARTS(0, 0, FLOOR(" + count + " / " + second + "), MOD(" + count + ", " + second + ") * "
                + nanos + ")";
    }
}
