package io.amp4j.redis.internal.text;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.arrow.ByteSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Chooses how a field's values are written. */
public final class TextColumns {
    private TextColumns() {}

    /**
     * The writer of a field's values.
     *
     * @param field a column of a result
     * @param binary how bytes stand by themselves
     * @return a new writer
     * @throws AmpException with {@link LoadError#UNSUPPORTED} for a type that has no text
     */
    public static TextColumn of(Field field, BinaryForm binary) {
        return column(field.getName(), field, binary);
    }

    private static TextColumn column(String name, Field field, BinaryForm binary) {
        if (field.getDictionary() != null) {
            throw unsupported(name, field);
        }
        ArrowType type = storage(field.getType());
        return switch (type.getTypeID()) {
            case Null -> new Plain.Nothing();
            case Bool -> new Plain.Bool();
            case Int -> Numbers.integer((ArrowType.Int) type);
            case FloatingPoint -> Numbers.floating(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> decimal(name, field, (ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> new BytesText.Utf8(ByteSource.of(type));
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                binary == BinaryForm.RAW
                        ? new BytesText.Raw(ByteSource.of(type))
                        : new BytesText.Hex(ByteSource.of(type));
            case Date -> Times.date(((ArrowType.Date) type).getUnit() == DateUnit.DAY);
            case Time -> Times.time(((ArrowType.Time) type).getUnit());
            case Timestamp ->
                Times.timestamp(
                        ((ArrowType.Timestamp) type).getUnit(), ((ArrowType.Timestamp) type).getTimezone() != null);
            case Duration -> Times.duration(((ArrowType.Duration) type).getUnit());
            case Interval -> Times.interval(((ArrowType.Interval) type).getUnit());
            case List, LargeList, FixedSizeList, Map ->
                new Nested.Items(column(name, field.getChildren().get(0), BinaryForm.HEX));
            case Struct -> struct(name, field);
            default -> throw unsupported(name, field);
        };
    }

    private static TextColumn decimal(String name, Field field, ArrowType.Decimal type) {
        if (type.getBitWidth() < Long.SIZE) {
            throw unsupported(name, field);
        }
        return Numbers.decimal(type.getBitWidth(), type.getScale());
    }

    private static TextColumn struct(String name, Field field) {
        List<byte[]> names = new ArrayList<>();
        List<TextColumn> columns = new ArrayList<>();
        for (Field child : field.getChildren()) {
            names.add(JsonText.member(child.getName()));
            columns.add(column(name, child, BinaryForm.HEX));
        }
        return new Nested.Struct(names, columns);
    }

    private static ArrowType storage(ArrowType type) {
        return type instanceof ArrowType.ExtensionType extension ? extension.storageType() : type;
    }

    private static AmpException unsupported(String name, Field field) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "column '" + name + "': values of " + field.getType()
                        + " have no exact text. Cast the column in the query, or leave it out");
    }
}
