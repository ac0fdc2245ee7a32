package io.amp4j.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Random batches of every type. */
final class Samples {
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final Random random;
    private final double nulls;

    Samples(Random random, double nulls) {
        this.random = random;
        this.nulls = nulls;
    }

    static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    static Field required(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.notNullable(type), List.of(children));
    }

    static ArrowType timestamp(TimeUnit unit) {
        return new ArrowType.Timestamp(unit, "UTC");
    }

    static ArrowType fixed(int width) {
        return new ArrowType.FixedSizeBinary(width);
    }

    static final ArrowType UINT64 = new ArrowType.Int(64, false);
    static final ArrowType UINT32 = new ArrowType.Int(32, false);
    static final ArrowType INT32 = new ArrowType.Int(32, true);
    static final ArrowType INT64 = new ArrowType.Int(64, true);

    /** All types that are no groups, of those that a table format takes too. */
    static List<Field> commonFlat() {
        return List.of(
                field("bool", ArrowType.Bool.INSTANCE),
                field("i8", new ArrowType.Int(8, true)),
                field("i16", new ArrowType.Int(16, true)),
                field("i32", INT32),
                field("i64", INT64),
                field("u8", new ArrowType.Int(8, false)),
                field("u16", new ArrowType.Int(16, false)),
                field("u32", UINT32),
                field("u64", UINT64),
                field("f32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                field("f64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                field("d9", new ArrowType.Decimal(9, 2, 128)),
                field("d18", new ArrowType.Decimal(18, 0, 128)),
                field("d28", new ArrowType.Decimal(28, 10, 128)),
                field("d38", new ArrowType.Decimal(38, 0, 128)),
                field("utf8", ArrowType.Utf8.INSTANCE),
                field("large_utf8", ArrowType.LargeUtf8.INSTANCE),
                field("utf8_view", ArrowType.Utf8View.INSTANCE),
                field("binary", ArrowType.Binary.INSTANCE),
                field("large_binary", ArrowType.LargeBinary.INSTANCE),
                field("binary_view", ArrowType.BinaryView.INSTANCE),
                field("fixed20", fixed(20)),
                field("fixed32", fixed(32)),
                field("fixed4", fixed(4)),
                field("date32", new ArrowType.Date(DateUnit.DAY)),
                field("date64", new ArrowType.Date(DateUnit.MILLISECOND)),
                field("ts_s", timestamp(TimeUnit.SECOND)),
                field("ts_ms", timestamp(TimeUnit.MILLISECOND)),
                field("ts_us", timestamp(TimeUnit.MICROSECOND)),
                field("ts_ns", timestamp(TimeUnit.NANOSECOND)),
                field("ts_local", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)));
    }

    static List<Field> times() {
        return List.of(
                field("time_s", new ArrowType.Time(TimeUnit.SECOND, 32)),
                field("time_ms", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                field("time_us", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                field("time_ns", new ArrowType.Time(TimeUnit.NANOSECOND, 64)));
    }

    static List<Field> extras() {
        return List.of(
                field("f16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                field("d76", new ArrowType.Decimal(76, 3, 256)),
                field("d30_256", new ArrowType.Decimal(30, 3, 256)),
                field("interval_ym", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
                field("interval_dt", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
                field("interval_mdn", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
                field("duration", new ArrowType.Duration(TimeUnit.NANOSECOND)),
                field("nothing", ArrowType.Null.INSTANCE));
    }

    static List<Field> nested() {
        return List.of(
                field("list", ArrowType.List.INSTANCE, field("item", fixed(32))),
                field("list_required", ArrowType.List.INSTANCE, required("item", INT64)),
                required("required_list", ArrowType.List.INSTANCE, field("item", ArrowType.Utf8.INSTANCE)),
                field("large_list", ArrowType.LargeList.INSTANCE, field("item", ArrowType.Utf8View.INSTANCE)),
                field("fixed_list", new ArrowType.FixedSizeList(3), field("item", UINT32)),
                field(
                        "struct",
                        ArrowType.Struct.INSTANCE,
                        field("a", INT32),
                        field("b", ArrowType.Utf8.INSTANCE),
                        required("c", ArrowType.Bool.INSTANCE)),
                field(
                        "access_list",
                        ArrowType.List.INSTANCE,
                        field(
                                "item",
                                ArrowType.Struct.INSTANCE,
                                required("address", fixed(20)),
                                field("storage_keys", ArrowType.List.INSTANCE, field("item", fixed(32))))),
                field(
                        "map",
                        new ArrowType.Map(false),
                        required(
                                "entries",
                                ArrowType.Struct.INSTANCE,
                                required("key", ArrowType.Utf8.INSTANCE),
                                field("value", ArrowType.List.INSTANCE, field("item", INT32)))),
                field(
                        "list_of_lists",
                        ArrowType.List.INSTANCE,
                        field("item", ArrowType.List.INSTANCE, field("item", UINT64))));
    }

    VectorSchemaRoot root(BufferAllocator allocator, List<Field> fields, int rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            fill(vector, rows);
        }
        root.setRowCount(rows);
        return root;
    }

    private boolean isNull(FieldVector vector) {
        return vector.getField().isNullable() && random.nextDouble() < nulls;
    }

    void fill(FieldVector vector, int rows) {
        if (vector instanceof NullVector) {
            vector.setValueCount(rows);
            return;
        }
        if (vector instanceof StructVector struct) {
            fillStruct(struct, rows);
        } else if (vector instanceof ListVector list) {
            fillList(list, rows);
        } else if (vector instanceof LargeListVector list) {
            fillLargeList(list, rows);
        } else if (vector instanceof FixedSizeListVector list) {
            fillFixedList(list, rows);
        } else {
            fillLeaf(vector, rows);
        }
    }

    private void fillStruct(StructVector struct, int rows) {
        struct.allocateNew();
        for (FieldVector child : struct.getChildrenFromFields()) {
            fill(child, rows);
        }
        for (int i = 0; i < rows; i++) {
            if (isNull(struct)) {
                struct.setNull(i);
            } else {
                struct.setIndexDefined(i);
            }
        }
        struct.setValueCount(rows);
    }

    private int length() {
        return random.nextInt(20) == 0 ? random.nextInt(50) : random.nextInt(4);
    }

    private void fillList(ListVector list, int rows) {
        list.allocateNew();
        int elements = 0;
        for (int i = 0; i < rows; i++) {
            if (isNull(list)) {
                list.setNull(i);
            } else {
                int length = length();
                list.startNewValue(i);
                list.endValue(i, length);
                elements += length;
            }
        }
        fill(list.getDataVector(), elements);
        list.setValueCount(rows);
    }

    private void fillLargeList(LargeListVector list, int rows) {
        list.allocateNew();
        int elements = 0;
        for (int i = 0; i < rows; i++) {
            if (isNull(list)) {
                list.setNull(i);
            } else {
                int length = length();
                list.startNewValue(i);
                list.endValue(i, length);
                elements += length;
            }
        }
        fill(list.getDataVector(), elements);
        list.setValueCount(rows);
    }

    private void fillFixedList(FixedSizeListVector list, int rows) {
        list.allocateNew();
        for (int i = 0; i < rows; i++) {
            if (isNull(list)) {
                list.setNull(i);
            } else {
                list.setNotNull(i);
            }
        }
        fill(list.getDataVector(), rows * list.getListSize());
        list.setValueCount(rows);
    }

    private void fillLeaf(FieldVector vector, int rows) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        boolean few = random.nextBoolean();
        for (int i = 0; i < rows; i++) {
            if (isNull(vector)) {
                // What stands below a null is nobody's business, and need not be zero.
                vector.setNull(i);
            } else {
                set(vector, i, few);
            }
        }
        vector.setValueCount(rows);
    }

    private byte[] bytes(boolean few) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(200) : random.nextInt(20)];
        if (few) {
            java.util.Arrays.fill(bytes, (byte) random.nextInt(3));
        } else {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private byte[] text(boolean few) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    few
                            ? 'a'
                            : switch (random.nextInt(4)) {
                                case 0 -> 0x10000 + random.nextInt(0xFFFF);
                                case 1 -> 0x100 + random.nextInt(0x1000);
                                default -> ' ' + random.nextInt(90);
                            });
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void set(FieldVector vector, int i, boolean few) {
        if (vector instanceof VarCharVector v) {
            v.setSafe(i, text(few));
        } else if (vector instanceof LargeVarCharVector v) {
            v.setSafe(i, text(few));
        } else if (vector instanceof ViewVarCharVector v) {
            v.setSafe(i, text(few));
        } else if (vector instanceof VarBinaryVector v) {
            v.setSafe(i, bytes(few));
        } else if (vector instanceof LargeVarBinaryVector v) {
            v.setSafe(i, bytes(few));
        } else if (vector instanceof ViewVarBinaryVector v) {
            v.setSafe(i, bytes(few));
        } else if (vector instanceof DecimalVector v) {
            v.setSafe(i, decimal(v.getPrecision(), v.getScale()));
        } else if (vector instanceof Decimal256Vector v) {
            v.setSafe(i, decimal(v.getPrecision(), v.getScale()));
        } else if (vector instanceof IntervalYearVector v) {
            v.setSafe(i, random.nextInt(1000));
        } else if (vector instanceof IntervalDayVector v) {
            v.setSafe(i, random.nextInt(1000), random.nextInt(86_400_000));
        } else if (vector instanceof IntervalMonthDayNanoVector v) {
            v.setSafe(i, random.nextInt(100), random.nextInt(1000), random.nextInt(86_400_000) * 1_000_000L);
        } else {
            setRaw((BaseFixedWidthVector) vector, i, few);
        }
    }

    private BigDecimal decimal(int precision, int scale) {
        BigInteger unscaled =
                new BigInteger(1 + random.nextInt(precision * 3), random).mod(BigInteger.TEN.pow(precision));
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }

    private void setRaw(BaseFixedWidthVector vector, int i, boolean few) {
        while (vector.getValueCapacity() <= i) {
            vector.reAlloc();
        }
        ArrowType type = vector.getField().getType();
        if (type instanceof ArrowType.Bool) {
            ((org.apache.arrow.vector.BitVector) vector).set(i, random.nextInt(2));
            return;
        }
        int width = vector.getTypeWidth();
        byte[] bytes = new byte[width];
        random.nextBytes(bytes);
        if (few) {
            java.util.Arrays.fill(bytes, (byte) random.nextInt(2));
        }
        Long number = number(type);
        if (number != null) {
            for (int k = 0; k < width; k++) {
                bytes[k] = (byte) (number >> (8 * k));
            }
        }
        vector.getDataBuffer().setBytes((long) i * width, bytes);
        BitVectorHelper.setBit(vector.getValidityBuffer(), i);
    }

    /** For types whose range is narrower than their bits. */
    private Long number(ArrowType type) {
        if (type instanceof ArrowType.Date date) {
            long days = random.nextInt(40_000) - 10_000L;
            return date.getUnit() == DateUnit.DAY ? days : days * 86_400_000;
        }
        if (type instanceof ArrowType.Time time) {
            long second = random.nextInt(86_400);
            return switch (time.getUnit()) {
                case SECOND -> second;
                case MILLISECOND -> second * 1_000 + random.nextInt(1_000);
                case MICROSECOND -> second * 1_000_000 + random.nextInt(1_000_000);
                // Whole microseconds, so that targets with microseconds can hold them.
                case NANOSECOND -> second * 1_000_000_000 + random.nextInt(1_000_000) * 1_000L;
            };
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            long second = random.nextInt();
            return switch (timestamp.getUnit()) {
                case SECOND -> second;
                case MILLISECOND -> second * 1_000 + random.nextInt(1_000);
                case MICROSECOND -> second * 1_000_000 + random.nextInt(1_000_000);
                case NANOSECOND -> second * 1_000_000_000 + random.nextInt(1_000_000) * 1_000L;
            };
        }
        return null;
    }

    static BigInteger unsigned(long value) {
        return BigInteger.valueOf(value).and(MAX_UNSIGNED);
    }
}
