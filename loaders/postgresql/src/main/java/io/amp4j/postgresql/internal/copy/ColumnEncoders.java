package io.amp4j.postgresql.internal.copy;

import io.amp4j.loader.arrow.ByteSource;
import io.amp4j.loader.arrow.TextColumn;
import io.amp4j.loader.arrow.TextColumns;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Chooses the encoder for a field and a column: the one place that knows which pairs there are. */
final class ColumnEncoders {
    private static final int MICROSECOND_DIGITS = 6;
    private static final int UUID_BYTES = 16;
    private static final int VARIABLE = -1;

    /** Up to here, copying word by word is the faster way. */
    private static final int LONGEST_WORDS = 64;

    private final Field field;
    private final String name;
    private final ColumnType target;
    private final TypeRules rules;

    private ColumnEncoders(Field field, ColumnType target, TypeRules rules) {
        this.field = field;
        this.name = field.getName();
        this.target = target;
        this.rules = rules;
    }

    /** The encoder, or null where a column of that type would change or lose values. */
    static @Nullable ColumnEncoder find(Field field, ColumnType target, TypeRules rules) {
        return field.getDictionary() != null ? null : new ColumnEncoders(field, target, rules).find();
    }

    private @Nullable ColumnEncoder find() {
        ArrowType type = ColumnTypes.storageType(field);
        if (type.getTypeID() == ArrowType.ArrowTypeID.Null) {
            return new NullEncoder(name);
        }
        if (target.is(PgType.JSONB) || target.is(PgType.JSON)) {
            TextColumn value = TextColumns.find(field, JsonEncoder.rules(rules.nul()));
            return value == null ? null : new JsonEncoder(name, value, target.base());
        }
        if (target.isArray()) {
            return array(type);
        }
        return switch (type.getTypeID()) {
            case Bool -> target.is(PgType.BOOL) ? new BoolEncoder(name) : null;
            case Int -> integer(IntegerSource.of((ArrowType.Int) type));
            case FloatingPoint -> floating(((ArrowType.FloatingPoint) type).getPrecision());
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Utf8, LargeUtf8, Utf8View -> text(type);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> bytes(type);
            case Date -> target.is(PgType.DATE) ? new DateEncoder(name, ((ArrowType.Date) type).getUnit()) : null;
            case Time -> time((ArrowType.Time) type);
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Duration -> duration(((ArrowType.Duration) type).getUnit());
            case Interval -> interval((ArrowType.Interval) type);
            default -> null;
        };
    }

    private @Nullable ColumnEncoder array(ArrowType type) {
        boolean isList = switch (type.getTypeID()) {
            case List, LargeList, FixedSizeList -> true;
            default -> false;
        };
        Field child = isList ? field.getChildren().get(0) : null;
        if (child == null || ColumnTypes.storageType(child).isComplex()) {
            return null;
        }
        Field named = new Field(name, child.getFieldType(), child.getChildren());
        ColumnEncoder element = find(named, target.element(), rules);
        return element == null ? null : new ArrayEncoder(name, element, target.base());
    }

    private @Nullable ColumnEncoder integer(IntegerSource source) {
        return switch (target.base()) {
            case INT2, INT4, INT8 -> new IntegerEncoder(name, source, target.base());
            case NUMERIC -> keepsScale(0) ? new IntegerNumericEncoder(name, source) : null;
            default -> null;
        };
    }

    private @Nullable ColumnEncoder floating(FloatingPointPrecision source) {
        boolean fits =
                target.is(PgType.FLOAT8) || (target.is(PgType.FLOAT4) && source != FloatingPointPrecision.DOUBLE);
        return fits ? new FloatEncoder(name, source, target.base()) : null;
    }

    private @Nullable ColumnEncoder decimal(ArrowType.Decimal type) {
        boolean fits = target.is(PgType.NUMERIC) && keepsScale(type.getScale()) && type.getBitWidth() >= Long.SIZE;
        return fits ? new NumericEncoder(name, type.getBitWidth(), type.getScale()) : null;
    }

    /** A narrower scale would round without a word; a narrower precision makes the server refuse. */
    private boolean keepsScale(int scale) {
        return target.precision() == ColumnType.UNBOUND || target.scale() >= Math.max(0, scale);
    }

    private @Nullable ColumnEncoder text(ArrowType type) {
        if (!isText()) {
            return null;
        }
        ByteSource source = ByteSource.of(type);
        return rules.nul() == Nul.REFUSE
                ? new BytesEncoder(name, source)
                : new NulFreeTextEncoder(name, source, rules.nul());
    }

    private @Nullable ColumnEncoder bytes(ArrowType type) {
        if (isText()) {
            return new HexEncoder(name, ByteSource.of(type));
        }
        int width = type instanceof ArrowType.FixedSizeBinary fixed ? fixed.getByteWidth() : VARIABLE;
        if (!target.is(PgType.BYTEA) && !(target.is(PgType.UUID) && width == UUID_BYTES)) {
            return null;
        }
        return width == VARIABLE || width > LONGEST_WORDS
                ? new BytesEncoder(name, ByteSource.of(type))
                : new FixedBytesEncoder(name, width);
    }

    private boolean isText() {
        return target.is(PgType.TEXT) || target.is(PgType.VARCHAR);
    }

    private @Nullable ColumnEncoder time(ArrowType.Time type) {
        if (isNumberOfUnits()) {
            return new IntegerEncoder(name, new IntegerSource(type.getBitWidth(), true), PgType.INT8);
        }
        return target.is(PgType.TIME) && keepsMicros()
                ? new TimeEncoder(name, Micros.of(type.getUnit(), rules.timestamps()))
                : null;
    }

    private @Nullable ColumnEncoder timestamp(ArrowType.Timestamp type) {
        if (isNumberOfUnits()) {
            return new IntegerEncoder(name, new IntegerSource(Long.SIZE, true), PgType.INT8);
        }
        PgType kind = type.getTimezone() == null ? PgType.TIMESTAMP : PgType.TIMESTAMPTZ;
        return target.is(kind) && keepsMicros()
                ? new TimestampEncoder(name, Micros.of(type.getUnit(), rules.timestamps()))
                : null;
    }

    private @Nullable ColumnEncoder duration(TimeUnit unit) {
        if (isNumberOfUnits()) {
            return new IntegerEncoder(name, new IntegerSource(Long.SIZE, true), PgType.INT8);
        }
        return target.is(PgType.INTERVAL) && keepsMicros()
                ? new IntervalEncoder(name, null, Micros.of(unit, rules.timestamps()))
                : null;
    }

    private @Nullable ColumnEncoder interval(ArrowType.Interval type) {
        TimeUnit unit = IntervalEncoder.timeUnit(type.getUnit());
        return target.is(PgType.INTERVAL) && keepsMicros()
                ? new IntervalEncoder(name, type.getUnit(), Micros.of(unit, rules.timestamps()))
                : null;
    }

    private boolean isNumberOfUnits() {
        return rules.timestamps() == Timestamps.BIGINT && target.is(PgType.INT8);
    }

    private boolean keepsMicros() {
        return target.precision() == ColumnType.UNBOUND || target.precision() >= MICROSECOND_DIGITS;
    }
}
