package com.example.jsonl;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How values are written, each without loss; all other types are refused:
 *
 * <table>
 * <caption>Arrow type and JSON</caption>
 * <tr><td>boolean</td><td>{@code true}, {@code false}</td></tr>
 * <tr><td>integers</td><td>a number with all its digits</td></tr>
 * <tr><td>decimals</td><td>text with all its digits</td></tr>
 * <tr><td>text</td><td>text</td></tr>
 * <tr><td>binary</td><td>text: hex digits behind {@code 0x}</td></tr>
 * <tr><td>timestamps</td><td>text as in ISO 8601; ends in {@code Z} if the type has a zone</td></tr>
 * </table>
 */
final class JsonValues {
    private JsonValues() {}

    /** Writes a value of one column that is not null. */
    @FunctionalInterface
    interface Writer {
        void write(FieldVector vector, int index, JsonGenerator json) throws IOException;
    }

    /** The writer of a column, chosen once for a session. */
    static Writer of(Field column) {
        ArrowType type = column.getType();
        return switch (type.getTypeID()) {
            case Bool -> (vector, i, json) -> json.writeBoolean(((BitVector) vector).get(i) != 0);
            case Int -> integer((ArrowType.Int) type);
            case Decimal -> (vector, i, json) -> json.writeString(((BigDecimal) vector.getObject(i)).toPlainString());
            case Utf8, LargeUtf8, Utf8View ->
                (vector, i, json) -> json.writeString(vector.getObject(i).toString());
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                (vector, i, json) -> json.writeString("0x" + HexFormat.of().formatHex((byte[]) vector.getObject(i)));
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            default ->
                throw new AmpException(
                        LoadError.UNSUPPORTED,
                        "column '" + column.getName() + "' has a type that JSON lines do not keep: " + type
                                + ". Cast it in the query, or leave it out");
        };
    }

    private static Writer integer(ArrowType.Int type) {
        if (type.getIsSigned()) {
            return (vector, i, json) -> json.writeNumber(((BaseIntVector) vector).getValueAsLong(i));
        }
        long mask = -1L >>> (Long.SIZE - type.getBitWidth());
        return (vector, i, json) ->
                json.writeNumber(Long.toUnsignedString(((BaseIntVector) vector).getValueAsLong(i) & mask));
    }

    private static Writer timestamp(ArrowType.Timestamp type) {
        ChronoUnit unit = switch (type.getUnit()) {
            case SECOND -> ChronoUnit.SECONDS;
            case MILLISECOND -> ChronoUnit.MILLIS;
            case MICROSECOND -> ChronoUnit.MICROS;
            case NANOSECOND -> ChronoUnit.NANOS;
        };
        boolean zoned = type.getTimezone() != null;
        return (vector, i, json) -> {
            String text =
                    Instant.EPOCH.plus(((TimeStampVector) vector).get(i), unit).toString();
            json.writeString(zoned ? text : text.substring(0, text.length() - 1));
        };
    }
}
