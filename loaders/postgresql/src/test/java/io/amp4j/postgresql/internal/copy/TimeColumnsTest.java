package io.amp4j.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.vector.*;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;

class TimeColumnsTest extends LoadedColumns {
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
}
