package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ColumnPlan.Conversion;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** ClickHouse's type for each Arrow type: native where there is one, exact always. */
final class ClickHouseTypes {
    private static final int MAX_PRECISION = 76;

    private ClickHouseTypes() {}

    static ColumnPlan plan(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Null) {
            return plan(field, "Nullable(String)", field, Conversion.ABSENT);
        }
        if (type instanceof ArrowType.Utf8View || type instanceof ArrowType.Interval) {
            return plan(field, nullable(field, "String"), retyped(field, ArrowType.Utf8.INSTANCE), Conversion.COPY);
        }
        if (type instanceof ArrowType.BinaryView) {
            return plan(field, nullable(field, "String"), retyped(field, ArrowType.Binary.INSTANCE), Conversion.COPY);
        }
        ArrowType relabelled = relabelled(type);
        if (relabelled != type) {
            Field wire = retyped(field, relabelled);
            return plan(field, type(wire), wire, Conversion.RELABEL);
        }
        return plan(field, type(field), lenient(field), Conversion.AS_IT_IS);
    }

    /**
     * Children of a null struct may be null though their field says that they never are, which ClickHouse would refuse: so the wire says that they
     * may be. The keys of maps stay as they are.
     */
    private static Field lenient(Field field) {
        if (field.getType() instanceof ArrowType.Map) {
            return field;
        }
        List<Field> children = field.getChildren().stream()
                .map(child -> new Field(
                        child.getName(),
                        new FieldType(true, child.getType(), null),
                        lenient(child).getChildren()))
                .toList();
        return new Field(field.getName(), field.getFieldType(), children);
    }

    private static ColumnPlan plan(Field field, String type, Field wire, Conversion conversion) {
        return new ColumnPlan(field, type, wire, type, conversion);
    }

    private static Field retyped(Field field, ArrowType type) {
        return new Field(field.getName(), new FieldType(field.isNullable(), type, null), List.of());
    }

    /** Types that ClickHouse reads otherwise than as what they are are sent as integers of the same bits, or as a timestamp. */
    private static ArrowType relabelled(ArrowType type) {
        if (type instanceof ArrowType.Time time) {
            return new ArrowType.Int(time.getBitWidth(), true);
        }
        if (type instanceof ArrowType.Duration) {
            return new ArrowType.Int(64, true);
        }
        if (type instanceof ArrowType.Date date
                && date.getUnit() == org.apache.arrow.vector.types.DateUnit.MILLISECOND) {
            return new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
        }
        return type;
    }

    /** The type with its nullability; lists, tuples and maps cannot be null in ClickHouse. */
    static String type(Field field) {
        String bare = bare(field);
        return field.getType().isComplex() ? bare : nullable(field, bare);
    }

    private static String nullable(Field field, String type) {
        return field.isNullable() ? "Nullable(" + type + ")" : type;
    }

    private static String bare(Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Bool) {
            return "Bool";
        } else if (type instanceof ArrowType.Int integer) {
            return (integer.getIsSigned() ? "Int" : "UInt") + integer.getBitWidth();
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return floating(field, floating);
        } else if (type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary) {
            return "String";
        } else if (type instanceof ArrowType.FixedSizeBinary binary) {
            return "FixedString(" + binary.getByteWidth() + ")";
        } else if (type instanceof ArrowType.Decimal decimal && decimal.getPrecision() <= MAX_PRECISION) {
            return "Decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
        } else if (type instanceof ArrowType.Date) {
            return "Date32";
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return "DateTime64(" + digits(timestamp.getUnit()) + ", 'UTC')";
        }
        return nested(field, type);
    }

    private static String floating(Field field, ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case SINGLE -> "Float32";
            case DOUBLE -> "Float64";
            case HALF -> throw unsupported(field);
        };
    }

    private static int digits(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 0;
            case MILLISECOND -> 3;
            case MICROSECOND -> 6;
            case NANOSECOND -> 9;
        };
    }

    private static String nested(Field field, ArrowType type) {
        List<Field> children = field.getChildren();
        if (type instanceof ArrowType.List
                || type instanceof ArrowType.LargeList
                || type instanceof ArrowType.FixedSizeList) {
            return "Array(" + type(children.get(0)) + ")";
        } else if (type instanceof ArrowType.Struct) {
            return children.stream()
                    .map(child -> Names.quote(child.getName()) + " " + type(child))
                    .collect(Collectors.joining(", ", "Tuple(", ")"));
        } else if (type instanceof ArrowType.Map) {
            List<Field> entry = children.get(0).getChildren();
            return "Map(" + bare(entry.get(0)) + ", " + type(entry.get(1)) + ")";
        }
        throw unsupported(field);
    }

    private static AmpException unsupported(Field field) {
        return new AmpException(
                LoadError.UNSUPPORTED,
                "ClickHouse has no type for column '" + field.getName() + "' of " + field.getType()
                        + ". Cast it in the query, or leave it out");
    }
}
