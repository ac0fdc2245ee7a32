package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.postgresql.internal.copy.TypeRules.Binary;
import io.amp4j.postgresql.internal.copy.TypeRules.Lists;
import io.amp4j.postgresql.internal.copy.TypeRules.Nul;
import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import io.amp4j.postgresql.internal.copy.TypeRules.Uint64;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class NumberColumnsTest extends LoadedColumns {
    private static final BigInteger UINT64_MAX = new BigInteger("18446744073709551615");

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
}
