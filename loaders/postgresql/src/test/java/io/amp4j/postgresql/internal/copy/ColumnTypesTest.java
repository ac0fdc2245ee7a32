package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.arrow.vector.*;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class ColumnTypesTest {
    @Test
    void a_column_that_would_round_or_change_values_does_not_fit() {
        ColumnTypes types = new ColumnTypes(TypeRules.DEFAULT);
        Field micros = LoadedColumns.field(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
        assertThat(types.fits(micros, "timestamp with time zone")).isTrue();
        assertThat(types.fits(micros, "timestamp(3) with time zone")).isFalse();
        assertThat(types.fits(micros, "timestamp without time zone")).isFalse();
        Field decimal = LoadedColumns.field(new ArrowType.Decimal(38, 18, 128));
        assertThat(types.fits(decimal, "numeric")).isTrue();
        assertThat(types.fits(decimal, "numeric(40,20)")).isTrue();
        assertThat(types.fits(decimal, "numeric(40,2)")).isFalse();
        assertThat(types.fits(LoadedColumns.field(ArrowType.Utf8.INSTANCE), "character varying(42)"))
                .isTrue();
        assertThat(types.fits(LoadedColumns.field(ArrowType.Utf8.INSTANCE), "character(42)"))
                .isFalse();
        assertThat(types.fits(LoadedColumns.field(ArrowType.Utf8.INSTANCE), "integer"))
                .isFalse();
        assertThat(types.fits(LoadedColumns.field(ArrowType.Utf8.INSTANCE), "myschema.mytype"))
                .isFalse();
        assertThat(types.fits(LoadedColumns.field(new ArrowType.Int(32, true)), "integer[]"))
                .isFalse();
    }
}
