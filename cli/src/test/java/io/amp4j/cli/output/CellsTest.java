package io.amp4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampNanoTZVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void no_memory_is_left() {
        allocator.close();
    }

    @Test
    void signed_integers_keep_every_digit() {
        try (TinyIntVector tiny = new TinyIntVector("v", allocator);
                SmallIntVector small = new SmallIntVector("v", allocator);
                IntVector integer = new IntVector("v", allocator);
                BigIntVector big = new BigIntVector("v", allocator)) {
            tiny.setSafe(0, -128);
            small.setSafe(0, -32768);
            integer.setSafe(0, Integer.MIN_VALUE);
            big.setSafe(0, Long.MIN_VALUE);
            big.setSafe(1, Long.MAX_VALUE);
            big.setSafe(2, 0);
            assertShown(tiny, 0, "-128", "-128");
            assertShown(small, 0, "-32768", "-32768");
            assertShown(integer, 0, "-2147483648", "-2147483648");
            assertShown(big, 0, "-9223372036854775808", "-9223372036854775808");
            assertShown(big, 1, "9223372036854775807", "9223372036854775807");
            assertShown(big, 2, "0", "0");
        }
    }

    @Test
    void unsigned_integers_are_never_negative() {
        try (UInt1Vector one = new UInt1Vector("v", allocator);
                UInt2Vector two = new UInt2Vector("v", allocator);
                UInt4Vector four = new UInt4Vector("v", allocator);
                UInt8Vector eight = new UInt8Vector("v", allocator)) {
            one.setSafe(0, 255);
            two.setSafe(0, 65535);
            four.setSafe(0, -1);
            eight.setSafe(0, -1L);
            eight.setSafe(1, Long.MIN_VALUE);
            assertShown(one, 0, "255", "255");
            assertShown(two, 0, "65535", "65535");
            assertShown(four, 0, "4294967295", "4294967295");
            assertShown(eight, 0, "18446744073709551615", "18446744073709551615");
            assertShown(eight, 1, "9223372036854775808", "9223372036854775808");
        }
    }

    @Test
    void floats_that_json_cannot_hold_become_strings() {
        try (Float2Vector half = new Float2Vector("v", allocator);
                Float4Vector single = new Float4Vector("v", allocator);
                Float8Vector twice = new Float8Vector("v", allocator)) {
            half.setSafe(0, Float16.toFloat16(1.5f));
            single.setSafe(0, 0.1f);
            single.setSafe(1, Float.NEGATIVE_INFINITY);
            twice.setSafe(0, 1e300);
            twice.setSafe(1, Double.NaN);
            assertShown(half, 0, "1.5", "1.5");
            assertShown(single, 0, "0.1", "0.1");
            assertShown(single, 1, "-Infinity", "\"-Infinity\"");
            assertShown(twice, 0, "1.0E300", "1.0E300");
            assertShown(twice, 1, "NaN", "\"NaN\"");
        }
    }

    @Test
    void decimals_are_exact_text() {
        try (DecimalVector narrow = new DecimalVector("v", allocator, 38, 0);
                DecimalVector scaled = new DecimalVector("v", allocator, 20, 9);
                Decimal256Vector wide = new Decimal256Vector("v", allocator, 76, 0)) {
            narrow.setSafe(0, new BigDecimal("99999999999999999999999999999999999999"));
            scaled.setSafe(0, new BigDecimal("-0.000000001"));
            wide.setSafe(0, new BigDecimal("1" + "0".repeat(75)));
            assertShown(
                    narrow, 0, "99999999999999999999999999999999999999", "\"99999999999999999999999999999999999999\"");
            assertShown(scaled, 0, "-0.000000001", "\"-0.000000001\"");
            assertShown(wide, 0, "1" + "0".repeat(75), "\"1" + "0".repeat(75) + "\"");
        }
    }

    @Test
    void booleans_and_nulls_are_literals() {
        try (BitVector bit = new BitVector("v", allocator);
                NullVector nothing = new NullVector("v", 1)) {
            bit.setSafe(0, 1);
            bit.setSafe(1, 0);
            bit.setNull(2);
            assertShown(bit, 0, "true", "true");
            assertShown(bit, 1, "false", "false");
            assertThat(json(bit, 2)).isEqualTo("null");
            assertThat(json(nothing, 0)).isEqualTo("null");
        }
    }

    @Test
    void bytes_are_hex_in_every_layout() {
        byte[] value = {0, (byte) 0xab, (byte) 0xff};
        try (VarBinaryVector plain = new VarBinaryVector("v", allocator);
                LargeVarBinaryVector large = new LargeVarBinaryVector("v", allocator);
                ViewVarBinaryVector view = new ViewVarBinaryVector("v", allocator);
                FixedSizeBinaryVector fixed = new FixedSizeBinaryVector("v", allocator, 3)) {
            plain.setSafe(0, new byte[] {1});
            plain.setSafe(1, value);
            plain.setSafe(2, new byte[0]);
            large.setSafe(0, new byte[] {1});
            large.setSafe(1, value);
            view.setSafe(0, new byte[20]);
            view.setSafe(1, value);
            fixed.setSafe(0, new byte[3]);
            fixed.setSafe(1, value);
            for (FieldVector vector : new FieldVector[] {plain, large, view, fixed}) {
                assertShown(vector, 1, "0x00abff", "\"0x00abff\"");
            }
            assertShown(view, 0, "0x" + "00".repeat(20), "\"0x" + "00".repeat(20) + "\"");
            assertShown(plain, 2, "0x", "\"0x\"");
        }
    }

    @Test
    void long_bytes_are_written_to_the_end() {
        try (VarBinaryVector vector = new VarBinaryVector("v", allocator)) {
            byte[] value = new byte[100_001];
            value[100_000] = 0x7f;
            vector.setSafe(0, value);
            assertShown(vector, 0, "0x" + "00".repeat(100_000) + "7f", "\"0x" + "00".repeat(100_000) + "7f\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Grüße, 世界 🦆", "a much longer text that does not fit into a view"})
    void text_is_itself_in_every_layout(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        try (VarCharVector plain = new VarCharVector("v", allocator);
                LargeVarCharVector large = new LargeVarCharVector("v", allocator);
                ViewVarCharVector view = new ViewVarCharVector("v", allocator)) {
            plain.setSafe(0, utf8);
            large.allocateNew();
            view.allocateNew();
            large.setSafe(0, utf8);
            view.setSafe(0, utf8);
            for (FieldVector vector : new FieldVector[] {plain, large, view}) {
                vector.setValueCount(1);
                assertShown(vector, 0, value, "\"" + value + "\"");
            }
        }
    }

    @Test
    void json_text_is_escaped() {
        String value = "\"\\\n\r\t\u0001\u001b[31m end";
        String json = "\"\\\"\\\\\\n\\r\\t\\u0001\\u001b[31m end\"";
        try (VarCharVector plain = new VarCharVector("v", allocator);
                ViewVarCharVector view = new ViewVarCharVector("v", allocator)) {
            plain.setSafe(0, value.getBytes(StandardCharsets.UTF_8));
            view.setSafe(0, value.getBytes(StandardCharsets.UTF_8));
            assertShown(plain, 0, value, json);
            assertShown(view, 0, value, json);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1655778500000000000, 2022-06-21T02:28:20",
        "1655778500120000000, 2022-06-21T02:28:20.120",
        "1655778500000001000, 2022-06-21T02:28:20.000001",
        "1655778500000000001, 2022-06-21T02:28:20.000000001",
        "0, 1970-01-01T00:00:00",
        "-1, 1969-12-31T23:59:59.999999999",
        "9223372036854775807, 2262-04-11T23:47:16.854775807",
        "-9223372036854775808, 1677-09-21T00:12:43.145224192"
    })
    void time_stamps_keep_their_nanoseconds(long nanos, String expected) {
        try (TimeStampNanoVector local = new TimeStampNanoVector("v", allocator);
                TimeStampNanoTZVector instant = new TimeStampNanoTZVector(
                        "v",
                        FieldType.nullable(
                                new ArrowType.Timestamp(org.apache.arrow.vector.types.TimeUnit.NANOSECOND, "+00:00")),
                        allocator)) {
            local.setSafe(0, nanos);
            instant.setSafe(0, nanos);
            assertShown(local, 0, expected, "\"" + expected + "\"");
            assertShown(instant, 0, expected + "Z", "\"" + expected + "Z\"");
        }
    }

    @Test
    void time_stamps_of_every_unit_reach_beyond_the_years_that_java_time_knows() {
        try (TimeStampSecVector seconds = new TimeStampSecVector("v", allocator);
                TimeStampMilliTZVector millis = new TimeStampMilliTZVector("v", allocator, "Asia/Tokyo");
                TimeStampMicroVector micros = new TimeStampMicroVector("v", allocator)) {
            seconds.setSafe(0, 1_655_778_500L);
            seconds.setSafe(1, -62_198_755_200L);
            seconds.setSafe(2, 253_402_300_800L);
            seconds.setSafe(3, Long.MAX_VALUE);
            millis.setSafe(0, 1_655_778_500_007L);
            micros.setSafe(0, -1L);
            assertShown(seconds, 0, "2022-06-21T02:28:20", "\"2022-06-21T02:28:20\"");
            assertShown(seconds, 1, "-0001-01-01T00:00:00", "\"-0001-01-01T00:00:00\"");
            assertShown(seconds, 2, "+10000-01-01T00:00:00", "\"+10000-01-01T00:00:00\"");
            assertShown(seconds, 3, "+292277026596-12-04T15:30:07", "\"+292277026596-12-04T15:30:07\"");
            assertShown(millis, 0, "2022-06-21T02:28:20.007Z", "\"2022-06-21T02:28:20.007Z\"");
            assertShown(micros, 0, "1969-12-31T23:59:59.999999", "\"1969-12-31T23:59:59.999999\"");
        }
    }

    @Test
    void dates_agree_with_java_time_over_a_thousand_years() {
        try (DateDayVector days = new DateDayVector("v", allocator)) {
            for (LocalDate date = LocalDate.of(1599, 12, 25); date.getYear() < 2600; date = date.plusDays(13)) {
                days.setSafe(0, (int) date.toEpochDay());
                assertThat(plain(days, 0)).isEqualTo(date.toString());
            }
        }
    }

    @Test
    void dates_and_times_of_day_are_iso() {
        try (DateDayVector day = new DateDayVector("v", allocator);
                DateMilliVector milli = new DateMilliVector("v", allocator);
                TimeSecVector seconds = new TimeSecVector("v", allocator);
                TimeMilliVector millis = new TimeMilliVector("v", allocator);
                TimeMicroVector micros = new TimeMicroVector("v", allocator);
                TimeNanoVector nanos = new TimeNanoVector("v", allocator)) {
            day.setSafe(0, -1);
            milli.setSafe(0, Instant.parse("2024-02-29T00:00:00Z").toEpochMilli());
            milli.setSafe(1, Instant.parse("2024-02-29T01:02:03.004Z").toEpochMilli());
            seconds.setSafe(0, 3_723);
            millis.setSafe(0, 86_399_999);
            micros.setSafe(0, 1);
            nanos.setSafe(0, TimeUnit.HOURS.toNanos(23) + 5);
            assertShown(day, 0, "1969-12-31", "\"1969-12-31\"");
            assertShown(milli, 0, "2024-02-29", "\"2024-02-29\"");
            assertShown(milli, 1, "2024-02-29T01:02:03.004", "\"2024-02-29T01:02:03.004\"");
            assertShown(seconds, 0, "01:02:03", "\"01:02:03\"");
            assertShown(millis, 0, "23:59:59.999", "\"23:59:59.999\"");
            assertShown(micros, 0, "00:00:00.000001", "\"00:00:00.000001\"");
            assertShown(nanos, 0, "23:00:00.000000005", "\"23:00:00.000000005\"");
        }
    }

    @Test
    void durations_and_intervals_are_iso() {
        FieldType microseconds =
                FieldType.nullable(new ArrowType.Duration(org.apache.arrow.vector.types.TimeUnit.MICROSECOND));
        try (DurationVector duration = new DurationVector("v", microseconds, allocator);
                IntervalYearVector months = new IntervalYearVector("v", allocator);
                IntervalDayVector days = new IntervalDayVector("v", allocator);
                IntervalMonthDayNanoVector all = new IntervalMonthDayNanoVector("v", allocator)) {
            duration.setSafe(0, Duration.ofSeconds(90).toNanos() / 1_000 + 5);
            months.setSafe(0, 14);
            days.setSafe(0, 2, 1_500);
            days.setSafe(1, 0, 0);
            all.setSafe(0, 1, 2, 3_000_000_004L);
            all.setSafe(1, 1, 0, 0);
            assertShown(duration, 0, "PT1M30.000005S", "\"PT1M30.000005S\"");
            assertShown(months, 0, "P1Y2M", "\"P1Y2M\"");
            assertShown(days, 0, "P2DT1.5S", "\"P2DT1.5S\"");
            assertShown(days, 1, "P0D", "\"P0D\"");
            assertShown(all, 0, "P1M2DT3.000000004S", "\"P1M2DT3.000000004S\"");
            assertShown(all, 1, "P1M", "\"P1M\"");
        }
    }

    private static void assertShown(FieldVector vector, int row, String plain, String json) {
        assertThat(plain(vector, row)).isEqualTo(plain);
        assertThat(json(vector, row)).isEqualTo(json);
    }

    static String plain(FieldVector vector, int row) {
        Text text = new Text();
        Cells.plain(vector).cell().append(row, text);
        return text.toString();
    }

    static String json(FieldVector vector, int row) {
        Text text = new Text();
        Cells.json(vector).append(row, text);
        return text.toString();
    }
}
