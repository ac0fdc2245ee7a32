package io.amp4j.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {
    private static ColumnType of(ArrowType type) {
        return ColumnType.of(Field.nullable("c", type));
    }

    @Test
    void numbers_have_as_many_digits_as_they_need() {
        assertThat(of(new ArrowType.Int(64, false)).sql()).isEqualTo("NUMBER(20,0)");
        assertThat(of(new ArrowType.Int(64, true)).sql()).isEqualTo("NUMBER(19,0)");
        assertThat(of(new ArrowType.Int(32, false)).sql()).isEqualTo("NUMBER(10,0)");
        assertThat(of(new ArrowType.Decimal(38, 0, 128)).sql()).isEqualTo("NUMBER(38,0)");
    }

    @Test
    void times_are_made_of_counts() {
        assertThat(of(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+00:00")).expression("c0"))
                .isEqualTo("TO_TIMESTAMP_TZ($1:\"c0\"::NUMBER(19,0), 9)");
        assertThat(of(new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)).expression("c0"))
                .isEqualTo("TO_TIMESTAMP_NTZ($1:\"c0\"::NUMBER(19,0), 3)");
        assertThat(of(new ArrowType.Time(TimeUnit.NANOSECOND, 64)).expression("c0"))
                .isEqualTo("TIME_FROM_PARTS(0, 0, FLOOR($1:\"c0\"::NUMBER(19,0) / 1000000000),"
                        + " MOD($1:\"c0\"::NUMBER(19,0), 1000000000) * 1)");
    }

    @Test
    void nested_values_are_parsed() {
        assertThat(of(ArrowType.List.INSTANCE).expression("c0")).isEqualTo("PARSE_JSON($1:\"c0\"::VARCHAR)::ARRAY");
        assertThat(of(new ArrowType.Map(false)).expression("c0")).isEqualTo("PARSE_JSON($1:\"c0\"::VARCHAR)");
    }

    @Test
    void what_loses_nothing_fits() {
        ColumnType unsigned = of(new ArrowType.Int(64, false));
        assertThat(unsigned.fits("NUMBER(38,0)")).isTrue();
        assertThat(unsigned.fits("NUMBER(19,0)")).isFalse();
        assertThat(unsigned.fits("NUMBER(38,19)")).isFalse();
        assertThat(of(ArrowType.Utf8.INSTANCE).fits("VARCHAR(16777216)")).isTrue();
        assertThat(of(ArrowType.Binary.INSTANCE).fits("VARCHAR(16777216)")).isFalse();
        assertThat(of(ArrowType.Struct.INSTANCE).fits("VARIANT")).isTrue();
    }

    @Test
    void more_than_38_digits_are_refused_with_the_way_out() {
        AmpException refusal = catchThrowableOfType(AmpException.class, () -> of(new ArrowType.Decimal(76, 0, 256)));
        assertThat(refusal.code()).isEqualTo(LoadError.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("cast it to text");
    }
}
