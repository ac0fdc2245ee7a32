package io.amp4j.postgresql.internal.copy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.postgresql.internal.copy.TypeRules.Binary;
import io.amp4j.postgresql.internal.copy.TypeRules.Lists;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import io.amp4j.postgresql.internal.copy.TypeRules.Uint64;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Which type of column keeps a field's values without loss, and whether a column of another type does too. Immutable. */
public final class ColumnTypes {
    private final TypeRules rules;

    /**
     * Types under rules.
     *
     * @param rules what is chosen where PostgreSQL has no type that is the same
     */
    public ColumnTypes(TypeRules rules) {
        this.rules = rules;
    }

    /**
     * The type of a new column.
     *
     * @param field a column of a result
     * @return the type as it stands in {@code CREATE TABLE}
     * @throws AmpException with {@link LoadError#UNSUPPORTED} if there is none
     */
    public String sql(Field field) {
        return type(field).sql();
    }

    /**
     * Whether a column takes every value of a field or refuses it, and never changes one.
     *
     * @param field a column of a result
     * @param words the column's type as {@code format_type} writes it
     * @return true if it can be loaded
     */
    public boolean fits(Field field, String words) {
        return ColumnType.parse(words)
                .filter(type -> ColumnEncoders.find(field, type, rules) != null)
                .isPresent();
    }

    ColumnType type(Field field) {
        refuseDictionary(field);
        ArrowType type = storageType(field);
        return switch (type.getTypeID()) {
            case Null, Utf8, LargeUtf8, Utf8View -> ColumnType.of(PgType.TEXT);
            case Bool -> ColumnType.of(PgType.BOOL);
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint ->
                ColumnType.of(
                        ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.DOUBLE
                                ? PgType.FLOAT8
                                : PgType.FLOAT4);
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
                ColumnType.of(rules.binary() == Binary.HEX ? PgType.TEXT : PgType.BYTEA);
            case Date -> ColumnType.of(PgType.DATE);
            case Time -> ColumnType.of(rules.timestamps() == Timestamps.BIGINT ? PgType.INT8 : PgType.TIME);
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Duration -> ColumnType.of(rules.timestamps() == Timestamps.BIGINT ? PgType.INT8 : PgType.INTERVAL);
            case Interval -> ColumnType.of(PgType.INTERVAL);
            case List, LargeList, FixedSizeList -> list(field);
            case Struct, Map -> ColumnType.of(PgType.JSONB);
            default -> throw unsupported(field, type);
        };
    }

    private ColumnType integer(ArrowType.Int type) {
        boolean isSigned = type.getIsSigned();
        return switch (type.getBitWidth()) {
            case 8 -> ColumnType.of(PgType.INT2);
            case 16 -> ColumnType.of(isSigned ? PgType.INT2 : PgType.INT4);
            case 32 -> ColumnType.of(isSigned ? PgType.INT4 : PgType.INT8);
            default ->
                isSigned || rules.uint64() == Uint64.BIGINT ? ColumnType.of(PgType.INT8) : ColumnType.numeric(20, 0);
        };
    }

    private static ColumnType decimal(ArrowType.Decimal type) {
        int scale = type.getScale();
        return ColumnType.numeric(Math.max(type.getPrecision(), type.getPrecision() - scale), Math.max(scale, 0));
    }

    private ColumnType timestamp(ArrowType.Timestamp type) {
        if (rules.timestamps() == Timestamps.BIGINT) {
            return ColumnType.of(PgType.INT8);
        }
        return ColumnType.of(type.getTimezone() == null ? PgType.TIMESTAMP : PgType.TIMESTAMPTZ);
    }

    private ColumnType list(Field field) {
        Field element = field.getChildren().get(0);
        return rules.lists() == Lists.ARRAY && !storageType(element).isComplex()
                ? ColumnType.arrayOf(type(element))
                : ColumnType.of(PgType.JSONB);
    }

    static ArrowType storageType(Field field) {
        return field.getType() instanceof ArrowType.ExtensionType extension ? extension.storageType() : field.getType();
    }

    private static void refuseDictionary(Field field) {
        if (field.getDictionary() != null) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + field.getName()
                            + "' is dictionary-encoded; its values must be decoded before they are written");
        }
    }

    private static AmpException unsupported(Field field, ArrowType type) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "column '" + field.getName() + "' has type " + type
                        + ", for which there is no type in PostgreSQL. Cast it in the query");
    }
}
