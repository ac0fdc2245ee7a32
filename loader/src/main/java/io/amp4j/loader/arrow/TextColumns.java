package io.amp4j.loader.arrow;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses how a field's values are written as text and as JSON. */
public final class TextColumns {
    private final TextRules rules;
    private final JsonText json;

    private TextColumns(TextRules rules) {
        this.rules = rules;
        this.json = new JsonText(rules);
    }

    /**
     * The writer of a field's values.
     *
     * @param field a column of a result
     * @param rules the store's rules
     * @return a new writer
     * @throws AmpException with {@link LoadError#UNSUPPORTED} for a type that has no text
     */
    public static TextColumn of(Field field, TextRules rules) {
        TextColumn column = find(field, rules);
        if (column == null) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + field.getName() + "': values of "
                            + culprit(field, rules).getType()
                            + " have no exact text. Cast the column in the query, or leave it out");
        }
        return column;
    }

    /**
     * As {@link #of}, for those who have an answer of their own.
     *
     * @param field a column of a result
     * @param rules the store's rules
     * @return a new writer, or null for a type that has no text
     */
    public static @Nullable TextColumn find(Field field, TextRules rules) {
        return new TextColumns(rules).column(field);
    }

    /** The innermost field that has no text. */
    private static Field culprit(Field field, TextRules rules) {
        return field.getChildren().stream()
                .filter(child -> find(child, rules) == null)
                .findFirst()
                .map(child -> culprit(child, rules))
                .orElse(field);
    }

    private @Nullable TextColumn column(Field field) {
        if (field.getDictionary() != null) {
            return null;
        }
        ArrowType type = field.getType() instanceof ArrowType.ExtensionType extension
                ? extension.storageType()
                : field.getType();
        return switch (type.getTypeID()) {
            case Null -> new Plain.Nothing();
            case Bool -> new Plain.Bool();
            case Int -> Numbers.integer((ArrowType.Int) type, rules);
            case FloatingPoint -> Numbers.floating(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> new BytesText.Utf8(ByteSource.of(type), json);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> bytes(ByteSource.of(type));
            case Date -> Times.date(((ArrowType.Date) type).getUnit() == DateUnit.DAY);
            case Time -> Times.time(((ArrowType.Time) type).getUnit());
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Duration -> Times.duration(((ArrowType.Duration) type).getUnit());
            case Interval -> Times.interval(((ArrowType.Interval) type).getUnit(), rules);
            case List, LargeList, FixedSizeList, Map -> list(field);
            case Struct -> struct(field);
            default -> null;
        };
    }

    private @Nullable TextColumn decimal(ArrowType.Decimal type) {
        return type.getBitWidth() < Long.SIZE ? null : Numbers.decimal(type.getBitWidth(), type.getScale(), rules);
    }

    private TextColumn bytes(ByteSource source) {
        return switch (rules.bytes()) {
            case HEX -> new BytesText.Hex(source, BytesText.HEX_PREFIX);
            case BARE_HEX -> new BytesText.Hex(source, new byte[0]);
            case RAW -> new BytesText.Raw(source);
        };
    }

    private static TextColumn timestamp(ArrowType.Timestamp type) {
        return Times.timestamp(type.getUnit(), type.getTimezone() != null);
    }

    private @Nullable TextColumn list(Field field) {
        TextColumn item = column(field.getChildren().get(0));
        return item == null ? null : new Nested.Items(item);
    }

    private @Nullable TextColumn struct(Field field) {
        List<byte[]> names = new ArrayList<>();
        List<TextColumn> columns = new ArrayList<>();
        for (Field child : field.getChildren()) {
            TextColumn column = column(child);
            if (column == null) {
                return null;
            }
            names.add(json.member(child.getName()));
            columns.add(column);
        }
        return new Nested.Struct(names, columns);
    }
}
