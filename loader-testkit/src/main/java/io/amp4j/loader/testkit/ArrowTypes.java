package io.amp4j.loader.testkit;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The column types that an Amp server can send: those of its tables, and what its SQL engine can make of them. */
final class ArrowTypes {
    private ArrowTypes() {}

    /**
     * The types of the columns of EVM tables.
     *
     * @return a nullable column of each
     */
    static List<Field> ofTables() {
        return List.of(
                of("uint64", new ArrowType.Int(64, false)),
                of("uint32", new ArrowType.Int(32, false)),
                of("int32", new ArrowType.Int(32, true)),
                of("bool", ArrowType.Bool.INSTANCE),
                of("timestamp_ns_utc", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")),
                of("fixed_32", new ArrowType.FixedSizeBinary(32)),
                of("fixed_20", new ArrowType.FixedSizeBinary(20)),
                of("binary", ArrowType.Binary.INSTANCE),
                of("utf8", ArrowType.Utf8.INSTANCE),
                of("decimal_38_0", new ArrowType.Decimal(38, 0, 128)),
                list("list_fixed_32", of("item", new ArrowType.FixedSizeBinary(32))),
                accessList());
    }

    /**
     * The other types that a query can produce.
     *
     * @return a nullable column of each
     */
    static List<Field> ofQueries() {
        List<Field> fields = new ArrayList<>(numbers());
        fields.addAll(texts());
        fields.addAll(times());
        fields.addAll(nested());
        return fields;
    }

    private static List<Field> numbers() {
        return List.of(
                of("int8", new ArrowType.Int(8, true)),
                of("int16", new ArrowType.Int(16, true)),
                of("int64", new ArrowType.Int(64, true)),
                of("uint8", new ArrowType.Int(8, false)),
                of("uint16", new ArrowType.Int(16, false)),
                of("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                of("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                of("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                of("decimal_18_6", new ArrowType.Decimal(18, 6, 128)),
                of("decimal_38_18", new ArrowType.Decimal(38, 18, 128)),
                of("decimal256_76_0", new ArrowType.Decimal(76, 0, 256)),
                of("decimal256_76_18", new ArrowType.Decimal(76, 18, 256)),
                of("nothing", ArrowType.Null.INSTANCE));
    }

    private static List<Field> texts() {
        return List.of(
                of("large_utf8", ArrowType.LargeUtf8.INSTANCE),
                of("utf8_view", ArrowType.Utf8View.INSTANCE),
                of("large_binary", ArrowType.LargeBinary.INSTANCE),
                of("binary_view", ArrowType.BinaryView.INSTANCE));
    }

    private static List<Field> times() {
        return List.of(
                of("date32", new ArrowType.Date(DateUnit.DAY)),
                of("date64", new ArrowType.Date(DateUnit.MILLISECOND)),
                of("time32_s", new ArrowType.Time(TimeUnit.SECOND, 32)),
                of("time32_ms", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                of("time64_us", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                of("time64_ns", new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
                of("timestamp_s", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                of("timestamp_ms", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                of("timestamp_us", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
                of("timestamp_ns", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                of("timestamp_s_utc", new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")),
                of("timestamp_ms_utc", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")),
                of("timestamp_us_zone", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin")),
                of("interval_months", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
                of("interval_days", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
                of("interval_all", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
                of("duration_s", new ArrowType.Duration(TimeUnit.SECOND)),
                of("duration_ms", new ArrowType.Duration(TimeUnit.MILLISECOND)),
                of("duration_us", new ArrowType.Duration(TimeUnit.MICROSECOND)),
                of("duration_ns", new ArrowType.Duration(TimeUnit.NANOSECOND)));
    }

    private static List<Field> nested() {
        Field number = of("number", new ArrowType.Int(64, false));
        Field text = of("a text", ArrowType.Utf8.INSTANCE);
        Field time = of("time", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00"));
        return List.of(
                struct("struct", number, text, time),
                struct("struct_of_struct", struct("inner", number, text), list("items", text)),
                list("list_of_list", list("item", number)),
                list("list_of_time", time),
                new Field("large_list", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(text)),
                new Field("fixed_list", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(number)),
                map("map", of("value", new ArrowType.Int(32, true))),
                map("map_of_list", list("value", text)));
    }

    private static Field accessList() {
        Field address = of("address", new ArrowType.FixedSizeBinary(20));
        Field keys = list("storage_keys", of("item", new ArrowType.FixedSizeBinary(32)));
        return list("access_list", struct("item", address, keys));
    }

    private static Field of(String name, ArrowType type) {
        return Field.nullable(name, type);
    }

    private static Field list(String name, Field item) {
        return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
    }

    private static Field struct(String name, Field... fields) {
        return new Field(name, FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(fields));
    }

    private static Field map(String name, Field value) {
        Field key = Field.notNullable("key", ArrowType.Utf8.INSTANCE);
        Field entries = new Field("entries", FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
        return new Field(name, FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
    }
}
