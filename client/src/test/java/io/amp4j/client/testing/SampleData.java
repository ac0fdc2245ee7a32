package io.amp4j.client.testing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
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
import org.jspecify.annotations.Nullable;

/** Columns of every type that a server may send, filled by chance, nulls among them. */
public final class SampleData {
    private static final Map<String, ArrowType> SCALARS = scalars();

    private SampleData() {}

    private static Map<String, ArrowType> scalars() {
        Map<String, ArrowType> types = new LinkedHashMap<>();
        for (int bits : new int[] {8, 16, 32, 64}) {
            types.put("i" + bits, new ArrowType.Int(bits, true));
            types.put("u" + bits, new ArrowType.Int(bits, false));
        }
        types.put("bool", new ArrowType.Bool());
        types.put("f16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
        types.put("f32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        types.put("f64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        types.put("ts_ns_utc", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00"));
        types.put("ts_us", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null));
        types.put("hash", new ArrowType.FixedSizeBinary(32));
        types.put("address", new ArrowType.FixedSizeBinary(20));
        types.put("binary", new ArrowType.Binary());
        types.put("utf8", new ArrowType.Utf8());
        types.put("large_binary", new ArrowType.LargeBinary());
        types.put("large_utf8", new ArrowType.LargeUtf8());
        types.put("binary_view", new ArrowType.BinaryView());
        types.put("utf8_view", new ArrowType.Utf8View());
        types.put("d128", new ArrowType.Decimal(38, 0, 128));
        types.put("d256", new ArrowType.Decimal(76, 0, 256));
        types.put("date32", new ArrowType.Date(DateUnit.DAY));
        types.put("date64", new ArrowType.Date(DateUnit.MILLISECOND));
        types.put("time32", new ArrowType.Time(TimeUnit.SECOND, 32));
        types.put("time64", new ArrowType.Time(TimeUnit.NANOSECOND, 64));
        types.put("months", new ArrowType.Interval(IntervalUnit.YEAR_MONTH));
        types.put("days", new ArrowType.Interval(IntervalUnit.DAY_TIME));
        types.put("month_day_nano", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));
        types.put("duration", new ArrowType.Duration(TimeUnit.NANOSECOND));
        types.put("nothing", new ArrowType.Null());
        return types;
    }

    /** A schema with every type. */
    public static Schema schema() {
        List<Field> fields = new java.util.ArrayList<>();
        SCALARS.forEach((name, type) -> fields.add(Field.nullable(name, type)));
        Field hash = Field.nullable("item", new ArrowType.FixedSizeBinary(32));
        Field address = Field.nullable("address", new ArrowType.FixedSizeBinary(20));
        Field keys = parent("storage_keys", new ArrowType.List(), hash);
        fields.add(parent("topics", new ArrowType.List(), hash));
        fields.add(parent("access_list", new ArrowType.List(), parent("item", new ArrowType.Struct(), address, keys)));
        fields.add(parent("decoded", new ArrowType.Struct(), address, Field.nullable("v", new ArrowType.Utf8())));
        fields.add(parent("large_list", new ArrowType.LargeList(), Field.nullable("item", new ArrowType.Utf8())));
        fields.add(parent("pair", new ArrowType.FixedSizeList(2), Field.nullable("item", new ArrowType.Int(32, true))));
        Field key = Field.notNullable("key", new ArrowType.Utf8());
        Field value = Field.nullable("value", new ArrowType.Int(64, true));
        Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()), List.of(key, value));
        fields.add(parent("map", new ArrowType.Map(false), entries));
        return new Schema(fields);
    }

    private static Field parent(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    /** A root with so many rows, which the caller closes. */
    public static VectorSchemaRoot root(Schema schema, int rows, long seed, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        Random random = new Random(seed);
        root.getFieldVectors().forEach(vector -> fill(vector, rows, random));
        root.setRowCount(rows);
        return root;
    }

    private static void fill(FieldVector vector, int rows, Random random) {
        vector.setInitialCapacity(rows);
        vector.allocateNew();
        if (vector instanceof BaseFixedWidthVector fixed) {
            fillFixed(fixed, rows, random);
        } else if (vector instanceof ListVector list) {
            int values = 0;
            for (int i = 0; i < rows; i++) {
                if (isNull(vector, random)) {
                    list.setNull(i);
                } else {
                    int count = random.nextInt(4);
                    list.startNewValue(i);
                    list.endValue(i, count);
                    values += count;
                }
            }
            fill(list.getDataVector(), values, random);
        } else if (vector instanceof LargeListVector list) {
            int values = 0;
            for (int i = 0; i < rows; i++) {
                int count = random.nextInt(4);
                list.startNewValue(i);
                list.endValue(i, count);
                values += count;
            }
            fill(list.getDataVector(), values, random);
        } else if (vector instanceof FixedSizeListVector list) {
            for (int i = 0; i < rows; i++) {
                if (isNull(vector, random)) {
                    list.setNull(i);
                } else {
                    list.setNotNull(i);
                }
            }
            fill(list.getDataVector(), rows * list.getListSize(), random);
        } else if (vector instanceof StructVector struct) {
            for (int i = 0; i < rows; i++) {
                if (isNull(vector, random)) {
                    struct.setNull(i);
                } else {
                    struct.setIndexDefined(i);
                }
            }
            struct.getChildrenFromFields().forEach(child -> fill(child, rows, random));
        } else {
            fillBytes(vector, rows, random);
        }
        vector.setValueCount(rows);
    }

    private static boolean isNull(FieldVector vector, Random random) {
        return random.nextInt(5) == 0 && vector.getField().isNullable();
    }

    private static void fillFixed(BaseFixedWidthVector vector, int rows, Random random) {
        byte[] bytes = new byte[(int) vector.getDataBuffer().capacity()];
        random.nextBytes(bytes);
        vector.getDataBuffer().setBytes(0, bytes);
        for (int i = 0; i < rows; i++) {
            if (!isNull(vector, random)) {
                BitVectorHelper.setBit(vector.getValidityBuffer(), i);
            }
        }
    }

    private static void fillBytes(FieldVector vector, int rows, Random random) {
        for (int i = 0; i < rows; i++) {
            if (isNull(vector, random)) {
                vector.setNull(i);
                continue;
            }
            byte[] bytes = new byte[random.nextInt(30)];
            random.nextBytes(bytes);
            byte[] text = HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII);
            if (vector instanceof VarCharVector v) {
                v.setSafe(i, text);
            } else if (vector instanceof LargeVarCharVector v) {
                v.setSafe(i, text);
            } else if (vector instanceof ViewVarCharVector v) {
                v.setSafe(i, text);
            } else if (vector instanceof VarBinaryVector v) {
                v.setSafe(i, bytes);
            } else if (vector instanceof LargeVarBinaryVector v) {
                v.setSafe(i, bytes);
            } else if (vector instanceof ViewVarBinaryVector v) {
                v.setSafe(i, bytes);
            }
        }
    }

    /** The rows as text, to be compared. */
    public static List<String> text(VectorSchemaRoot root) {
        return java.util.stream.IntStream.range(0, root.getRowCount())
                .mapToObj(row -> root.getFieldVectors().stream()
                        .map(vector -> vector.getField().getName() + "=" + text(vector.getObject(row)))
                        .toList()
                        .toString())
                .toList();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(SampleData::text).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> text(e.getKey()) + ":" + text(e.getValue()))
                    .toList()
                    .toString();
        }
        return String.valueOf(value);
    }
}
