package io.amp4j.cli.output;

/** ISO-8601 straight into bytes, for every 64-bit value: {@code java.time} refuses some and allocates for all. */
final class IsoTime {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private IsoTime() {}

    static void dateTime(long value, int unitsPerSecond, Text out) {
        long seconds = Math.floorDiv(value, unitsPerSecond);
        date(Math.floorDiv(seconds, SECONDS_PER_DAY), out);
        out.put('T');
        long fraction = Math.floorMod(value, (long) unitsPerSecond);
        clock(Math.floorMod(seconds, SECONDS_PER_DAY), fraction * (NANOS_PER_SECOND / unitsPerSecond), out);
    }

    static void timeOfDay(long value, int unitsPerSecond, Text out) {
        if (value < 0) {
            out.number(value);
            return;
        }
        clock(value / unitsPerSecond, value % unitsPerSecond * (NANOS_PER_SECOND / unitsPerSecond), out);
    }

    private static void clock(long seconds, long nanos, Text out) {
        out.padded(seconds / 3600, 2).put(':');
        out.padded(seconds / 60 % 60, 2).put(':');
        out.padded(seconds % 60, 2);
        if (nanos == 0) {
            return;
        }
        out.put('.');
        if (nanos % 1_000_000 == 0) {
            out.padded(nanos / 1_000_000, 3);
        } else if (nanos % 1_000 == 0) {
            out.padded(nanos / 1_000, 6);
        } else {
            out.padded(nanos, 9);
        }
    }

    /**
     * A day of the proleptic Gregorian calendar. Years are counted from March, so that the leap day is a year's last day and
     * months have a regular length (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
     */
    static void date(long epochDay, Text out) {
        long shifted = epochDay + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long marchMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        year(year, out);
        out.put('-').padded(month, 2).put('-').padded(day, 2);
    }

    private static void year(long year, Text out) {
        if (year < 0) {
            out.put('-');
        } else if (year > 9999) {
            out.put('+');
        }
        out.padded(Math.abs(year), 4);
    }
}
