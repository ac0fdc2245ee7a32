package io.amp4j.loader.arrow;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Dates and times in ISO 8601, with all of their digits. */
final class Times {
    private static final long MILLIS_A_DAY = 86_400_000L;

    private Times() {}

    /** Times repeat from row to row, since the rows of a block share theirs: the text of the one before is kept. */
    private abstract static class Remembering extends Plain {
        private final boolean wide;
        private long last;
        private byte[] text = {};

        Remembering(boolean wide) {
            this.wide = wide;
        }

        abstract String format(long value);

        @Override
        public final void text(TextBuffer out, int row) {
            long value = wide ? data.getLong((long) row << 3) : data.getInt((long) row << 2);
            if (value != last || text.length == 0) {
                text = ascii(formatted(value));
                last = value;
            }
            out.put(text);
        }

        private String formatted(long value) {
            try {
                return format(value);
            } catch (DateTimeException | ArithmeticException e) {
                throw new AmpException(
                        LoadError.VALUE_REFUSED,
                        "a time of " + value + " in its column's unit is beyond what can be written as text",
                        e);
            }
        }
    }

    static TextColumn timestamp(TimeUnit unit, boolean hasZone) {
        return new Remembering(true) {
            @Override
            String format(long value) {
                Instant moment = Instant.EPOCH.plus(length(unit, value));
                return hasZone
                        ? moment.toString()
                        : moment.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
            }
        };
    }

    static TextColumn duration(TimeUnit unit) {
        return new Remembering(true) {
            @Override
            String format(long value) {
                return length(unit, value).toString();
            }
        };
    }

    static TextColumn time(TimeUnit unit) {
        return new Remembering(unit == TimeUnit.MICROSECOND || unit == TimeUnit.NANOSECOND) {
            @Override
            String format(long value) {
                return LocalTime.ofNanoOfDay(length(unit, value).toNanos()).toString();
            }
        };
    }

    static TextColumn date(boolean inDays) {
        return new Remembering(!inDays) {
            @Override
            String format(long value) {
                return LocalDate.ofEpochDay(inDays ? value : Math.floorDiv(value, MILLIS_A_DAY))
                        .toString();
            }
        };
    }

    private static Duration length(TimeUnit unit, long value) {
        return switch (unit) {
            case SECOND -> Duration.ofSeconds(value);
            case MILLISECOND -> Duration.ofMillis(value);
            case MICROSECOND ->
                Duration.ofSeconds(Math.floorDiv(value, 1_000_000L), Math.floorMod(value, 1_000_000L) * 1_000L);
            case NANOSECOND -> Duration.ofNanos(value);
        };
    }

    static TextColumn interval(IntervalUnit unit, TextRules rules) {
        return rules.intervals() == TextRules.Intervals.PARTS ? parts(unit) : new IntervalObject();
    }

    /** Through the vector's own object: nobody keeps them where speed matters. */
    private static final class IntervalObject extends TextColumn {
        private @Nullable FieldVector vector;

        @Override
        void bindValues(FieldVector bound) {
            vector = bound;
        }

        @Override
        public void text(TextBuffer out, int row) {
            Object value = vector.getObject(row);
            out.put(ascii(
                    value instanceof PeriodDuration both ? both.toISO8601IntervalString() : String.valueOf(value)));
        }
    }

    private static TextColumn parts(IntervalUnit unit) {
        return new Plain() {
            @Override
            public void text(TextBuffer out, int row) {
                switch (unit) {
                    case YEAR_MONTH -> put(out, data.getInt((long) row << 2), 0, 0);
                    case DAY_TIME ->
                        put(
                                out,
                                0,
                                data.getInt((long) row << 3),
                                data.getInt(((long) row << 3) + Integer.BYTES) * 1_000_000L);
                    case MONTH_DAY_NANO ->
                        put(
                                out,
                                data.getInt((long) row << 4),
                                data.getInt(((long) row << 4) + Integer.BYTES),
                                data.getLong(((long) row << 4) + Long.BYTES));
                }
            }
        };
    }

    private static void put(TextBuffer out, int months, int days, long nanos) {
        String seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
        out.put(TextColumn.ascii("P" + months + "M" + days + "DT" + seconds + "S"));
    }
}
