package io.amp4j.postgresql.internal.copy;

import io.amp4j.postgresql.internal.copy.TypeRules.Timestamps;
import org.apache.arrow.vector.types.TimeUnit;

/**
 * Turns a count of some unit into microseconds, the finest that PostgreSQL keeps.
 *
 * @param unit the unit of the values
 * @param mayTruncate whether what is below a microsecond may be cut off
 */
record Micros(TimeUnit unit, boolean mayTruncate) {
    private static final long PER_SECOND = 1_000_000;
    private static final long PER_MILLI = 1_000;
    private static final long NANOS = 1_000;

    static Micros of(TimeUnit unit, Timestamps rule) {
        return new Micros(unit, rule == Timestamps.TRUNCATE);
    }

    long of(long value, ColumnEncoder encoder) {
        return switch (unit) {
            case SECOND -> multiplied(value, PER_SECOND, encoder);
            case MILLISECOND -> multiplied(value, PER_MILLI, encoder);
            case MICROSECOND -> value;
            case NANOSECOND -> fromNanos(value, encoder);
        };
    }

    private long fromNanos(long value, ColumnEncoder encoder) {
        long micros = Math.floorDiv(value, NANOS);
        if (micros * NANOS != value && !mayTruncate) {
            throw encoder.refused(
                    value + " nanoseconds are not a whole number of microseconds, the finest that PostgreSQL keeps."
                            + " Set timestamps=truncate to cut them off, or timestamps=bigint to keep them as a number");
        }
        return micros;
    }

    private long multiplied(long value, long factor, ColumnEncoder encoder) {
        long micros = value * factor;
        if (micros / factor != value) {
            throw outOfRange(value, encoder);
        }
        return micros;
    }

    RuntimeException outOfRange(long value, ColumnEncoder encoder) {
        return encoder.refused(value + " " + unit.name().toLowerCase(java.util.Locale.ROOT)
                + "s are outside of PostgreSQL's range of time. Set timestamps=bigint to keep them as a number");
    }
}
