package io.amp4j.snowflake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A nested value as JSON: numbers as numbers, bytes as hex text, times as ISO 8601 with all of their digits, a map as a list of entries
 * with key and value. By value, not by column: nested columns are rare, and nothing is measured that would pay for more.
 */
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A value that is not null. */
    byte[] of(FieldVector vector, int row) {
        bytes.reset();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            write(out, vector, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, FieldVector vector, int row) throws IOException {
        if (vector.isNull(row)) {
            out.writeNull();
            return;
        }
        ArrowType type = vector.getField().getType();
        switch (type.getTypeID()) {
            case List, LargeList, FixedSizeList, Map -> list(out, vector, row);
            case Struct -> struct(out, (StructVector) vector, row);
            case Int -> out.writeNumber(Counts.integer(vector, row));
            case Bool -> out.writeBoolean((Boolean) vector.getObject(row));
            case Decimal -> out.writeNumber(((Number) vector.getObject(row)).toString());
            case FloatingPoint -> floating(out, vector, row);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                out.writeString(HexFormat.of().formatHex((byte[]) vector.getObject(row)));
            case Date ->
                out.writeString(LocalDate.ofEpochDay(Counts.days((ArrowType.Date) type, Counts.count(vector, row)))
                        .toString());
            case Time -> out.writeString(time(((ArrowType.Time) type).getUnit(), Counts.count(vector, row)));
            case Timestamp -> out.writeString(timestamp((ArrowType.Timestamp) type, Counts.count(vector, row)));
            case Utf8, LargeUtf8, Utf8View -> out.writeString(String.valueOf(vector.getObject(row)));
            default ->
                throw new AmpException(
                        LoadError.UNSUPPORTED, "a nested value of type " + type + " has no form in Snowflake's JSON");
        }
    }

    private static void list(JsonGenerator out, FieldVector list, int row) throws IOException {
        FieldVector items = list.getChildrenFromFields().get(0);
        boolean isLarge = list instanceof LargeListVector;
        long end = isLarge
                ? ((LargeListVector) list).getElementEndIndex(row)
                : ((BaseListVector) list).getElementEndIndex(row);
        long start = isLarge
                ? ((LargeListVector) list).getElementStartIndex(row)
                : ((BaseListVector) list).getElementStartIndex(row);
        out.writeStartArray();
        for (long i = start; i < end; i++) {
            write(out, items, Math.toIntExact(i));
        }
        out.writeEndArray();
    }

    private static void struct(JsonGenerator out, StructVector struct, int row) throws IOException {
        out.writeStartObject();
        for (FieldVector child : struct.getChildrenFromFields()) {
            out.writeFieldName(child.getName());
            write(out, child, row);
        }
        out.writeEndObject();
    }

    /** JSON has no word for what is not a number, so it stands as text. */
    private static void floating(JsonGenerator out, FieldVector vector, int row) throws IOException {
        String text = vector instanceof Float4Vector single
                ? Float.toString(single.get(row))
                : Double.toString(Counts.floating(vector, row));
        if (Double.isFinite(Counts.floating(vector, row))) {
            out.writeNumber(text);
        } else {
            out.writeString(text);
        }
    }

    private static String time(TimeUnit unit, long count) {
        return LocalTime.MIDNIGHT.plus(count, Counts.unit(unit)).toString();
    }

    private static String timestamp(ArrowType.Timestamp type, long count) {
        Instant moment = Instant.EPOCH.plus(count, Counts.unit(type.getUnit()));
        return type.getTimezone() == null
                ? moment.atOffset(ZoneOffset.UTC).toLocalDateTime().toString()
                : moment.toString();
    }
}
