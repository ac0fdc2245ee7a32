package io.amp4j.redis.internal.text;

import io.amp4j.redis.internal.resp.RespBuffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;

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
        public final void text(RespBuffer out, int row) {
            long value = wide ? data.getLong((long) row << 3) : data.getInt((long) row << 2);
            if (value != last || text.length == 0) {
                text = ascii(format(value));
                last = value;
            }
            out.put(text);
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

    /** Months, days and seconds apart, since none of them is a fixed number of another: {@code P4M34DT-0.000000005S}. */
    static TextColumn interval(IntervalUnit unit) {
        return new Plain() {
            @Override
            public void text(RespBuffer out, int row) {
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

    private static void put(RespBuffer out, int months, int days, long nanos) {
        String seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
        out.put(TextColumn.ascii("P" + months + "M" + days + "DT" + seconds + "S"));
    }
}
