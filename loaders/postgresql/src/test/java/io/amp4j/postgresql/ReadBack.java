package io.amp4j.postgresql;

import io.amp4j.loader.testkit.CanonicalRows;
import io.amp4j.loader.testkit.IntervalValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;

/** Values as the server's own driver reads them, in the form in which the testkit compares them. */
final class ReadBack {
    private ReadBack() {}

    static @Nullable Object value(ResultSet rows, int column, Field field) throws SQLException {
        if (rows.getObject(column) == null) {
            return null;
        }
        return switch (field.getType().getTypeID()) {
            case Bool -> rows.getBoolean(column);
            case Int -> rows.getBigDecimal(column).toBigIntegerExact();
            case FloatingPoint -> rows.getDouble(column);
            case Decimal -> rows.getBigDecimal(column);
            case Utf8, LargeUtf8, Utf8View -> rows.getString(column);
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> CanonicalRows.hex(rows.getBytes(column));
            case Date -> rows.getObject(column, LocalDate.class);
            case Time -> rows.getObject(column, LocalTime.class);
            case Timestamp ->
                ((ArrowType.Timestamp) field.getType()).getTimezone() == null
                        ? rows.getObject(column, LocalDateTime.class)
                        : rows.getObject(column, OffsetDateTime.class).toInstant();
            case Duration -> Duration.ofNanos(nanos((PGInterval) rows.getObject(column)));
            case Interval -> interval((PGInterval) rows.getObject(column));
            default -> throw new IllegalArgumentException("no reader for " + field);
        };
    }

    private static IntervalValue interval(PGInterval value) {
        return new IntervalValue(value.getYears() * 12 + value.getMonths(), value.getDays(), nanos(value));
    }

    private static long nanos(PGInterval value) {
        long seconds = value.getHours() * 3_600L + value.getMinutes() * 60L + value.getWholeSeconds();
        return seconds * 1_000_000_000L + value.getMicroSeconds() * 1_000L;
    }
}
