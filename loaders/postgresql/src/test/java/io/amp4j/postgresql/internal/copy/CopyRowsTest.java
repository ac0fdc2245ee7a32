package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.postgresql.TestServer;
import io.amp4j.postgresql.TypeRules;
import io.amp4j.postgresql.TypeRules.Binary;
import io.amp4j.postgresql.TypeRules.Lists;
import io.amp4j.postgresql.TypeRules.Nul;
import io.amp4j.postgresql.TypeRules.Timestamps;
import io.amp4j.postgresql.TypeRules.Uint64;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

class CopyRowsTest {
    private static final BigInteger UINT64_MAX = new BigInteger("18446744073709551615");

    private static Connection connection;

    private final BufferAllocator allocator = new RootAllocator();

    @BeforeAll
    static void connect() throws SQLException {
        connection = TestServer.connect(TestServer.newDatabase());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
        }
    }

    @AfterAll
    static void disconnect() throws SQLException {
        connection.close();
    }

    @AfterEach
    void holds_no_memory() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    @Test
    void signed_integers_keep_their_extremes() throws SQLException {
        assertThat(loaded(
                        field(new ArrowType.Int(8, true)),
                        3,
                        (v, i) -> ((TinyIntVector) v).set(i, new int[] {-128, 0, 127}[i])))
                .isEqualTo(column("smallint", "-128", "0", "127"));
        assertThat(loaded(
                        field(new ArrowType.Int(16, true)),
                        2,
                        (v, i) -> ((SmallIntVector) v).set(i, i == 0 ? -32768 : 32767)))
                .isEqualTo(column("smallint", "-32768", "32767"));
        assertThat(loaded(
                        field(new ArrowType.Int(32, true)),
                        2,
                        (v, i) -> ((IntVector) v).set(i, i == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE)))
                .isEqualTo(column("integer", "-2147483648", "2147483647"));
        assertThat(loaded(
                        field(new ArrowType.Int(64, true)),
                        2,
                        (v, i) -> ((BigIntVector) v).set(i, i == 0 ? Long.MIN_VALUE : Long.MAX_VALUE)))
                .isEqualTo(column("bigint", "-9223372036854775808", "9223372036854775807"));
    }

    @Test
    void unsigned_integers_keep_their_extremes() throws SQLException {
        assertThat(loaded(field(new ArrowType.Int(8, false)), 2, (v, i) -> ((UInt1Vector) v).set(i, i == 0 ? 0 : 255)))
                .isEqualTo(column("smallint", "0", "255"));
        assertThat(loaded(
                        field(new ArrowType.Int(16, false)), 2, (v, i) -> ((UInt2Vector) v).set(i, i == 0 ? 0 : 65535)))
                .isEqualTo(column("integer", "0", "65535"));
        assertThat(loaded(field(new ArrowType.Int(32, false)), 2, (v, i) -> ((UInt4Vector) v).set(i, i == 0 ? 0 : -1)))
                .isEqualTo(column("bigint", "0", "4294967295"));
    }

    @Test
    void uint64_is_a_numeric_digit_for_digit() throws SQLException {
        long[] values = {
            0,
            1,
            9_999,
            10_000,
            10_001,
            99_999_999,
            100_000_000,
            12_345_678_900_000L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1
        };
        List<String> expected = new ArrayList<>(List.of("numeric(20,0)"));
        Arrays.stream(values).mapToObj(Long::toUnsignedString).forEach(expected::add);
        assertThat(loaded(
                        field(new ArrowType.Int(64, false)),
                        values.length,
                        (v, i) -> ((UInt8Vector) v).set(i, values[i])))
                .isEqualTo(expected);
    }

    @Test
    void uint64_as_bigint_refuses_what_is_above_its_range() throws SQLException {
        TypeRules rules = new TypeRules(Uint64.BIGINT, Binary.BYTEA, Timestamps.EXACT, Nul.REFUSE, Lists.ARRAY);
        Field field = field(new ArrowType.Int(64, false));
        assertThat(loaded(field, rules, 1, (v, i) -> ((UInt8Vector) v).set(i, Long.MAX_VALUE)))
                .isEqualTo(column("bigint", "9223372036854775807"));
        assertRefused(field, rules, (v, i) -> ((UInt8Vector) v).set(i, Long.MIN_VALUE), "9223372036854775808");
    }

    @Test
    void an_integer_is_checked_against_a_narrower_column() throws SQLException {
        assertThat(loadedInto(
                        "smallint",
                        field(new ArrowType.Int(64, true)),
                        2,
                        (v, i) -> ((BigIntVector) v).set(i, i == 0 ? -32768 : 32767)))
                .isEqualTo(column("smallint", "-32768", "32767"));
        assertThatThrownBy(() -> loadedInto(
                        "smallint", field(new ArrowType.Int(64, true)), 1, (v, i) -> ((BigIntVector) v).set(i, 32768)))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.VALUE_REFUSED));
        assertThatThrownBy(() -> loadedInto(
                        "integer", field(new ArrowType.Int(64, false)), 1, (v, i) -> ((UInt8Vector) v).set(i, -1)))
                .hasMessageContaining("18446744073709551615");
    }

    @Test
    void decimals_of_128_bits_are_kept_digit_for_digit() throws SQLException {
        for (int scale : new int[] {0, 1, 2, 3, 4, 5, 18, 38}) {
            roundTripDecimals(38, scale, 128);
        }
    }

    @Test
    void decimals_of_256_bits_are_kept_digit_for_digit() throws SQLException {
        for (int scale : new int[] {0, 1, 7, 18, 75}) {
            roundTripDecimals(76, scale, 256);
        }
    }

    @Test
    void decimals_of_a_negative_scale_are_kept() throws SQLException {
        assertThat(loaded(
                        field(new ArrowType.Decimal(10, -5, 128)),
                        2,
                        (v, i) -> ((DecimalVector) v).set(i, i == 0 ? 123L : -9_999_999_999L)))
                .isEqualTo(column("numeric(15,0)", "12300000", "-999999999900000"));
    }

    private void roundTripDecimals(int precision, int scale, int bits) throws SQLException {
        Random random = new Random(precision * 100L + scale);
        List<BigDecimal> values = new ArrayList<>();
        BigInteger limit = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        for (BigInteger unscaled : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.ONE.negate(),
                limit,
                limit.negate(),
                BigInteger.TEN.pow(precision / 2),
                BigInteger.valueOf(Long.MAX_VALUE),
                BigInteger.valueOf(Long.MIN_VALUE),
                UINT64_MAX,
                BigInteger.valueOf(20_000))) {
            values.add(new BigDecimal(unscaled, scale));
        }
        for (int i = 0; i < 200; i++) {
            BigInteger unscaled = new BigInteger(1 + random.nextInt(limit.bitLength() - 1), random);
            values.add(new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale));
        }
        List<String> expected = new ArrayList<>(List.of("numeric(" + precision + "," + scale + ")"));
        values.forEach(value -> expected.add(value.toPlainString()));
        assertThat(loaded(field(new ArrowType.Decimal(precision, scale, bits)), values.size(), (v, i) -> {
                    if (v instanceof DecimalVector narrow) {
                        narrow.set(i, values.get(i));
                    } else {
                        ((Decimal256Vector) v).set(i, values.get(i));
                    }
                }))
                .isEqualTo(expected);
    }

    @Test
    void floats_are_kept_bit_for_bit() throws SQLException {
        float[] floats = {0f, -0f, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        assertThat(loaded(
                        field(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                        floats.length,
                        (v, i) -> ((Float4Vector) v).set(i, floats[i])))
                .isEqualTo(column("real", "0", "-0", "1.5", "1e-45", "3.4028235e+38", "NaN", "-Infinity"));
        double[] doubles = {0.1, Double.MIN_VALUE, Double.MAX_VALUE};
        assertThat(loaded(
                        field(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                        doubles.length,
                        (v, i) -> ((Float8Vector) v).set(i, doubles[i])))
                .isEqualTo(column("double precision", "0.1", "5e-324", "1.7976931348623157e+308"));
        assertThat(loaded(
                        field(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF)),
                        1,
                        (v, i) -> ((Float2Vector) v).set(i, Float16.toFloat16(0.5f))))
                .isEqualTo(column("real", "0.5"));
    }

    @Test
    void booleans_and_nulls() throws SQLException {
        assertThat(loaded(field(ArrowType.Bool.INSTANCE), 20, (v, i) -> {
                    if (i % 3 == 2) {
                        v.setNull(i);
                    } else {
                        ((BitVector) v).set(i, i % 3);
                    }
                }))
                .isEqualTo(column(
                        "boolean",
                        IntStream.range(0, 20)
                                .mapToObj(i -> i % 3 == 2 ? "null" : i % 3 == 1 ? "true" : "false")
                                .toArray(String[]::new)));
        assertThat(loaded(field(ArrowType.Null.INSTANCE), 2, (v, i) -> {})).isEqualTo(column("text", "null", "null"));
    }

    @Test
    void text_of_every_layout() throws SQLException {
        String[] texts = {"", "plain", "zwölf Zeichen und mehr: ⟠🦄"};
        for (ArrowType type :
                List.of(ArrowType.Utf8.INSTANCE, ArrowType.LargeUtf8.INSTANCE, ArrowType.Utf8View.INSTANCE)) {
            assertThat(loaded(field(type), 3, (v, i) -> setBytes(v, i, utf8(texts[i]))))
                    .isEqualTo(column("text", texts));
        }
    }

    @Test
    void bytes_of_every_layout() throws SQLException {
        byte[][] values = {{}, {0, 1, (byte) 0xff}, new byte[40]};
        String[] expected = {"\\x", "\\x0001ff", "\\x" + "00".repeat(40)};
        for (ArrowType type :
                List.of(ArrowType.Binary.INSTANCE, ArrowType.LargeBinary.INSTANCE, ArrowType.BinaryView.INSTANCE)) {
            assertThat(loaded(field(type), 3, (v, i) -> setBytes(v, i, values[i])))
                    .isEqualTo(column("bytea", expected));
        }
        assertThat(loaded(
                        field(new ArrowType.FixedSizeBinary(3)),
                        2,
                        (v, i) -> ((FixedSizeBinaryVector) v).set(i, new byte[] {(byte) i, 2, 3})))
                .isEqualTo(column("bytea", "\\x000203", "\\x010203"));
    }

    @Test
    void bytes_as_hex_text() throws SQLException {
        TypeRules rules = new TypeRules(Uint64.NUMERIC, Binary.HEX, Timestamps.EXACT, Nul.REFUSE, Lists.ARRAY);
        byte[] large = new byte[1_500];
        Arrays.fill(large, (byte) 0xab);
        assertThat(loaded(
                        field(ArrowType.Binary.INSTANCE),
                        rules,
                        3,
                        (v, i) ->
                                setBytes(v, i, i == 0 ? new byte[0] : i == 1 ? new byte[] {0x0f, (byte) 0xf0} : large)))
                .isEqualTo(column("text", "0x", "0x0ff0", "0x" + "ab".repeat(1_500)));
    }

    @Test
    void sixteen_bytes_fit_a_uuid_column() throws SQLException {
        assertThat(loadedInto(
                        "uuid",
                        field(new ArrowType.FixedSizeBinary(16)),
                        1,
                        (v, i) -> ((FixedSizeBinaryVector) v)
                                .set(i, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})))
                .isEqualTo(column("uuid", "00010203-0405-0607-0809-0a0b0c0d0e0f"));
    }

    @Test
    void a_value_larger_than_the_buffer_passes_in_slices() throws SQLException {
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        assertThat(loaded(
                        field(ArrowType.Binary.INSTANCE), 3, (v, i) -> setBytes(v, i, i == 1 ? large : new byte[] {1})))
                .isEqualTo(column(
                        "bytea", "\\x01", "\\x" + java.util.HexFormat.of().formatHex(large), "\\x01"));
    }

    @Test
    void timestamps_of_every_unit() throws SQLException {
        long second = 1_655_778_535L;
        Map<TimeUnit, Long> factors = Map.of(
                TimeUnit.SECOND, 1L,
                TimeUnit.MILLISECOND, 1_000L,
                TimeUnit.MICROSECOND, 1_000_000L,
                TimeUnit.NANOSECOND, 1_000_000_000L);
        for (TimeUnit unit : TimeUnit.values()) {
            long factor = factors.getOrDefault(unit, 0L);
            assertThat(loaded(
                            field(new ArrowType.Timestamp(unit, "+00:00")),
                            3,
                            (v, i) -> ((TimeStampVector) v).set(i, i == 0 ? second * factor : i == 1 ? 0 : -factor)))
                    .isEqualTo(column(
                            "timestamp with time zone",
                            "2022-06-21 02:28:55+00",
                            "1970-01-01 00:00:00+00",
                            "1969-12-31 23:59:59+00"));
            assertThat(loaded(
                            field(new ArrowType.Timestamp(unit, null)),
                            1,
                            (v, i) -> ((TimeStampVector) v).set(i, second * factor)))
                    .isEqualTo(column("timestamp without time zone", "2022-06-21 02:28:55"));
        }
    }

    @Test
    void a_timestamp_below_a_microsecond_is_refused_truncated_or_kept_as_a_number() throws SQLException {
        Field field = field(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00"));
        ObjIntConsumer<FieldVector> set = (v, i) -> ((TimeStampVector) v).set(i, -1L);
        assertRefused(field, TypeRules.DEFAULT, set, "timestamps=truncate");
        assertThat(loaded(field, timestamps(Timestamps.TRUNCATE), 1, set))
                .isEqualTo(column("timestamp with time zone", "1969-12-31 23:59:59.999999+00"));
        assertThat(loaded(field, timestamps(Timestamps.BIGINT), 1, set)).isEqualTo(column("bigint", "-1"));
    }

    @Test
    void a_timestamp_beyond_postgresqls_range_is_refused_never_infinity() {
        for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 946_684_800_000_000L}) {
            assertRefused(
                    field(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
                    TypeRules.DEFAULT,
                    (v, i) -> ((TimeStampVector) v).set(i, value),
                    "range");
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 9_223_372_036_855L}) {
            assertRefused(
                    field(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC")),
                    TypeRules.DEFAULT,
                    (v, i) -> ((TimeStampVector) v).set(i, value),
                    "range");
        }
        assertThatThrownBy(() -> loaded(
                        field(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")),
                        1,
                        (v, i) -> ((TimeStampVector) v).set(i, -300_000_000_000_000L)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22008"));
    }

    private static TypeRules timestamps(Timestamps rule) {
        return new TypeRules(Uint64.NUMERIC, Binary.BYTEA, rule, Nul.REFUSE, Lists.ARRAY);
    }

    @Test
    void dates_and_times() throws SQLException {
        assertThat(loaded(
                        field(new ArrowType.Date(DateUnit.DAY)),
                        2,
                        (v, i) -> ((DateDayVector) v).set(i, i == 0 ? -1 : 19_164)))
                .isEqualTo(column("date", "1969-12-31", "2022-06-21"));
        assertThat(loaded(
                        field(new ArrowType.Date(DateUnit.MILLISECOND)),
                        1,
                        (v, i) -> ((DateMilliVector) v).set(i, -86_400_000L)))
                .isEqualTo(column("date", "1969-12-31"));
        assertRefused(
                field(new ArrowType.Date(DateUnit.MILLISECOND)),
                TypeRules.DEFAULT,
                (v, i) -> ((DateMilliVector) v).set(i, 1L),
                "whole number of days");
        assertRefused(
                field(new ArrowType.Date(DateUnit.DAY)),
                TypeRules.DEFAULT,
                (v, i) -> ((DateDayVector) v).set(i, Integer.MIN_VALUE + 10_957),
                "range");
        assertThat(loaded(
                        field(new ArrowType.Time(TimeUnit.SECOND, 32)),
                        1,
                        (v, i) -> ((TimeSecVector) v).set(i, 86_399)))
                .isEqualTo(column("time without time zone", "23:59:59"));
        assertThat(loaded(
                        field(new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                        1,
                        (v, i) -> ((TimeMilliVector) v).set(i, 1)))
                .isEqualTo(column("time without time zone", "00:00:00.001"));
        assertThat(loaded(
                        field(new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                        1,
                        (v, i) -> ((TimeMicroVector) v).set(i, 1)))
                .isEqualTo(column("time without time zone", "00:00:00.000001"));
        assertThat(loaded(
                        field(new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
                        1,
                        (v, i) -> ((TimeNanoVector) v).set(i, 1_000)))
                .isEqualTo(column("time without time zone", "00:00:00.000001"));
    }

    @Test
    void intervals_and_durations() throws SQLException {
        assertThat(loaded(
                        field(new ArrowType.Interval(IntervalUnit.YEAR_MONTH)),
                        1,
                        (v, i) -> ((IntervalYearVector) v).set(i, -14)))
                .isEqualTo(column("interval", "-1 years -2 mons"));
        assertThat(loaded(
                        field(new ArrowType.Interval(IntervalUnit.DAY_TIME)),
                        1,
                        (v, i) -> ((IntervalDayVector) v).set(i, 3, -1)))
                .isEqualTo(column("interval", "3 days -00:00:00.001"));
        assertThat(loaded(
                        field(new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
                        1,
                        (v, i) -> ((IntervalMonthDayNanoVector) v).set(i, 1, 2, 3_000)))
                .isEqualTo(column("interval", "1 mon 2 days 00:00:00.000003"));
        assertThat(loaded(
                        field(new ArrowType.Duration(TimeUnit.MILLISECOND)),
                        1,
                        (v, i) -> ((DurationVector) v).set(i, 90_061_001L)))
                .isEqualTo(column("interval", "25:01:01.001"));
    }

    @Test
    void a_nul_in_text_is_refused_removed_or_replaced() throws SQLException {
        Field field = field(ArrowType.Utf8.INSTANCE);
        String[] texts = {"\0a\0\0b\0", "plain", "\0", ""};
        ObjIntConsumer<FieldVector> set = (v, i) -> setBytes(v, i, utf8(texts[i]));
        assertThatThrownBy(() -> loaded(field, 4, set))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22021"));
        assertThat(loaded(field, nul(Nul.REMOVE), 4, set)).isEqualTo(column("text", "ab", "plain", "", ""));
        assertThat(loaded(field, nul(Nul.REPLACE), 4, set))
                .isEqualTo(column("text", "\ufffda\ufffd\ufffdb\ufffd", "plain", "\ufffd", ""));
    }

    private static TypeRules nul(Nul rule) {
        return new TypeRules(Uint64.NUMERIC, Binary.BYTEA, Timestamps.EXACT, rule, Lists.ARRAY);
    }

    @Test
    void lists_of_plain_values_are_arrays() throws SQLException {
        Field hashes = list(new ArrowType.FixedSizeBinary(2));
        assertThat(loaded(hashes, 4, (v, i) -> {
                    ListVector lists = (ListVector) v;
                    if (i == 2) {
                        lists.setNull(i);
                        return;
                    }
                    lists.startNewValue(i);
                    FixedSizeBinaryVector values = (FixedSizeBinaryVector) lists.getDataVector();
                    int at = lists.getElementStartIndex(i);
                    int count = i == 1 ? 0 : 3;
                    for (int k = 0; k < count; k++) {
                        if (k == 1) {
                            values.setNull(at + k);
                        } else {
                            values.setSafe(at + k, new byte[] {(byte) i, (byte) k});
                        }
                    }
                    lists.endValue(i, count);
                }))
                .isEqualTo(column(
                        "bytea[]",
                        "{\"\\\\x0000\",NULL,\"\\\\x0002\"}",
                        "{}",
                        "null",
                        "{\"\\\\x0300\",NULL,\"\\\\x0302\"}"));
    }

    @Test
    void large_and_fixed_lists_of_numbers_are_arrays() throws SQLException {
        Field element = new Field("item", FieldType.nullable(new ArrowType.Int(64, false)), null);
        Field large = new Field("c", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(element));
        assertThat(loaded(large, 2, (v, i) -> {
                    LargeListVector lists = (LargeListVector) v;
                    lists.startNewValue(i);
                    ((UInt8Vector) lists.getDataVector()).setSafe(i, -1L);
                    lists.endValue(i, 1);
                }))
                .isEqualTo(column("numeric(20,0)[]", "{18446744073709551615}", "{18446744073709551615}"));
        Field fixed = new Field("c", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(element));
        assertThat(loaded(fixed, 2, (v, i) -> {
                    FixedSizeListVector lists = (FixedSizeListVector) v;
                    lists.setNotNull(i);
                    ((UInt8Vector) lists.getDataVector()).setSafe(2 * i, 7L);
                    ((UInt8Vector) lists.getDataVector()).setSafe(2 * i + 1, i);
                }))
                .isEqualTo(column("numeric(20,0)[]", "{7,0}", "{7,1}"));
    }

    @Test
    void lists_are_jsonb_when_asked() throws SQLException {
        TypeRules rules = new TypeRules(Uint64.NUMERIC, Binary.BYTEA, Timestamps.EXACT, Nul.REFUSE, Lists.JSONB);
        assertThat(loaded(list(ArrowType.Utf8.INSTANCE), rules, 1, (v, i) -> {
                    UnionListWriter writer = ((ListVector) v).getWriter();
                    writer.setPosition(i);
                    writer.startList();
                    writer.writeVarChar("a \"quote\", a \\ and a\nline");
                    writer.writeVarChar("ü");
                    writer.endList();
                }))
                .isEqualTo(column("jsonb", "[\"a \\\"quote\\\", a \\\\ and a\\nline\", \"ü\"]"));
    }

    @Test
    void an_access_list_is_jsonb() throws SQLException {
        Field keys = new Field(
                "storage_keys",
                FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(new Field("item", FieldType.nullable(new ArrowType.FixedSizeBinary(2)), null)));
        Field address = new Field("address", FieldType.nullable(new ArrowType.FixedSizeBinary(1)), null);
        Field struct = new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(address, keys));
        Field accessList = new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(struct));
        assertThat(loaded(accessList, 3, (v, i) -> {
                    ListVector lists = (ListVector) v;
                    if (i == 1) {
                        lists.setNull(i);
                        return;
                    }
                    lists.startNewValue(i);
                    StructVector structs = (StructVector) lists.getDataVector();
                    int at = lists.getElementStartIndex(i);
                    structs.setIndexDefined(at);
                    structs.getChild("address", FixedSizeBinaryVector.class).setSafe(at, new byte[] {(byte) 0xee});
                    ListVector inner = structs.getChild("storage_keys", ListVector.class);
                    inner.startNewValue(at);
                    ((FixedSizeBinaryVector) inner.getDataVector())
                            .setSafe(inner.getElementStartIndex(at), new byte[] {0, (byte) i});
                    inner.endValue(at, 1);
                    lists.endValue(i, 1);
                }))
                .isEqualTo(column(
                        "jsonb",
                        "[{\"address\": \"0xee\", \"storage_keys\": [\"0x0000\"]}]",
                        "null",
                        "[{\"address\": \"0xee\", \"storage_keys\": [\"0x0002\"]}]"));
    }

    @Test
    void a_struct_of_every_plain_type_is_jsonb_with_all_digits() throws SQLException {
        Field struct = new Field(
                "c",
                FieldType.nullable(ArrowType.Struct.INSTANCE),
                List.of(
                        child("u", new ArrowType.Int(64, false)),
                        child("d", new ArrowType.Decimal(76, 3, 256)),
                        child("f", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                        child("b", ArrowType.Bool.INSTANCE),
                        child("t", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC")),
                        child("l", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
                        child("day", new ArrowType.Date(DateUnit.DAY)),
                        child("time", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                        child("n", ArrowType.Utf8.INSTANCE)));
        BigDecimal large = new BigDecimal("-1234567890123456789012345678901234567890.125");
        assertThat(loaded(struct, 1, (v, i) -> {
                    StructVector structs = (StructVector) v;
                    structs.setIndexDefined(i);
                    structs.getChild("u", UInt8Vector.class).setSafe(i, -1L);
                    structs.getChild("d", Decimal256Vector.class).setSafe(i, large);
                    structs.getChild("f", Float8Vector.class).setSafe(i, Double.NaN);
                    structs.getChild("b", BitVector.class).setSafe(i, 1);
                    structs.getChild("t", TimeStampNanoTZVector.class).setSafe(i, -1L);
                    structs.getChild("l", TimeStampMicroVector.class).setSafe(i, 1_000_001L);
                    structs.getChild("day", DateDayVector.class).setSafe(i, 0);
                    structs.getChild("time", TimeMilliVector.class).setSafe(i, 3_600_000);
                }))
                .isEqualTo(column(
                        "jsonb",
                        "{\"b\": true, \"d\": -1234567890123456789012345678901234567890.125, \"f\": \"NaN\","
                                + " \"l\": \"1970-01-01T00:00:01.000001\", \"n\": null, \"t\": \"1969-12-31T23:59:59.999999999Z\","
                                + " \"u\": 18446744073709551615, \"day\": \"1970-01-01\", \"time\": \"01:00\"}"));
    }

    @Test
    void a_map_keeps_repeated_keys() throws SQLException {
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                        new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
                        child("value", new ArrowType.Int(32, true))));
        Field map = new Field("c", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        assertThat(loaded(map, 1, (v, i) -> {
                    UnionMapWriter writer = ((MapVector) v).getWriter();
                    writer.setPosition(i);
                    writer.startMap();
                    for (int k = 0; k < 2; k++) {
                        writer.startEntry();
                        writer.key().varChar().writeVarChar("a");
                        writer.value().integer().writeInt(k);
                        writer.endEntry();
                    }
                    writer.endMap();
                }))
                .isEqualTo(column("jsonb", "[{\"key\": \"a\", \"value\": 0}, {\"key\": \"a\", \"value\": 1}]"));
    }

    @Test
    void a_column_that_would_round_or_change_values_does_not_fit() {
        ColumnTypes types = new ColumnTypes(TypeRules.DEFAULT);
        Field micros = field(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
        assertThat(types.fits(micros, "timestamp with time zone")).isTrue();
        assertThat(types.fits(micros, "timestamp(3) with time zone")).isFalse();
        assertThat(types.fits(micros, "timestamp without time zone")).isFalse();
        Field decimal = field(new ArrowType.Decimal(38, 18, 128));
        assertThat(types.fits(decimal, "numeric")).isTrue();
        assertThat(types.fits(decimal, "numeric(40,20)")).isTrue();
        assertThat(types.fits(decimal, "numeric(40,2)")).isFalse();
        assertThat(types.fits(field(ArrowType.Utf8.INSTANCE), "character varying(42)"))
                .isTrue();
        assertThat(types.fits(field(ArrowType.Utf8.INSTANCE), "character(42)")).isFalse();
        assertThat(types.fits(field(ArrowType.Utf8.INSTANCE), "integer")).isFalse();
        assertThat(types.fits(field(ArrowType.Utf8.INSTANCE), "myschema.mytype"))
                .isFalse();
        assertThat(types.fits(field(new ArrowType.Int(32, true)), "integer[]")).isFalse();
    }

    // ---- how a column is filled, loaded and read back

    private static Field field(ArrowType type) {
        return new Field("c", FieldType.nullable(type), null);
    }

    private static Field child(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    private static Field list(ArrowType element) {
        return new Field("c", FieldType.nullable(ArrowType.List.INSTANCE), List.of(child("item", element)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void setBytes(FieldVector vector, int row, byte[] bytes) {
        if (vector instanceof BaseVariableWidthVector variable) {
            variable.setSafe(row, bytes);
        } else if (vector instanceof BaseLargeVariableWidthVector large) {
            large.setSafe(row, bytes);
        } else {
            ((BaseVariableWidthViewVector) vector).setSafe(row, bytes);
        }
    }

    private static List<String> column(String type, String... values) {
        List<String> column = new ArrayList<>(List.of(type));
        column.addAll(Arrays.asList(values));
        return column;
    }

    private void assertRefused(Field field, TypeRules rules, ObjIntConsumer<FieldVector> set, String words) {
        assertThatThrownBy(() -> loaded(field, rules, 1, set))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.VALUE_REFUSED))
                .hasMessageContaining("'c'")
                .hasMessageContaining(words);
    }

    private List<String> loaded(Field field, int rows, ObjIntConsumer<FieldVector> set) throws SQLException {
        return loaded(field, TypeRules.DEFAULT, rows, set);
    }

    private List<String> loaded(Field field, TypeRules rules, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        return load(new ColumnTypes(rules).sql(field), field, rules, rows, set);
    }

    private List<String> loadedInto(String type, Field field, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        return load(type, field, TypeRules.DEFAULT, rows, set);
    }

    /** The column's type, then its values as the server prints them. */
    private List<String> load(String type, Field field, TypeRules rules, int rows, ObjIntConsumer<FieldVector> set)
            throws SQLException {
        try (FieldVector vector = field.createVector(allocator);
                Statement statement = connection.createStatement()) {
            vector.setInitialCapacity(rows);
            vector.allocateNew();
            for (int i = 0; i < rows; i++) {
                set.accept(vector, i);
            }
            vector.setValueCount(rows);
            statement.execute("DROP TABLE IF EXISTS t");
            statement.execute("CREATE TABLE t (c " + type + ", tail text, n serial)");
            copy(new VectorSchemaRoot(List.of(vector)), type, field, rules);
            return read(statement);
        }
    }

    private static void copy(VectorSchemaRoot root, String type, Field field, TypeRules rules) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY t (c, tail) FROM STDIN (FORMAT binary)");
        try {
            CopyRows writer = new CopyRows(List.of(field), List.of(type), 1, rules, copy::writeToCopy);
            writer.begin();
            writer.write(root, List.of("the same"));
            writer.end();
            assertThat(copy.endCopy()).isEqualTo(root.getRowCount());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static List<String> read(Statement statement) throws SQLException {
        List<String> column = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 't'::regclass AND attname = 'c'")) {
            rows.next();
            column.add(rows.getString(1));
        }
        try (ResultSet rows = statement.executeQuery("SELECT c::text, tail FROM t ORDER BY n")) {
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
                assertThat(rows.getString(2)).isEqualTo("the same");
            }
        }
        return column;
    }
}
