package io.amp4j.cli.output;

import java.time.Duration;
import java.time.Period;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.ValueVector;

/** Cells of dates, times and intervals: ISO-8601, with every digit that is not zero. */
final class TimeCells {
    private static final int SECOND = 1;
    private static final int MILLI = 1_000;
    private static final int MICRO = 1_000_000;
    private static final int NANO = 1_000_000_000;

    private TimeCells() {}

    static Cell of(ValueVector vector) {
        return switch (vector.getMinorType()) {
            case DATEDAY -> (row, out) -> IsoTime.date(((DateDayVector) vector).get(row), out);
            case DATEMILLI -> (row, out) -> dateMilli(((DateMilliVector) vector).get(row), out);
            case TIMESEC -> (row, out) -> IsoTime.timeOfDay(((TimeSecVector) vector).get(row), SECOND, out);
            case TIMEMILLI -> (row, out) -> IsoTime.timeOfDay(((TimeMilliVector) vector).get(row), MILLI, out);
            case TIMEMICRO -> (row, out) -> IsoTime.timeOfDay(((TimeMicroVector) vector).get(row), MICRO, out);
            case TIMENANO -> (row, out) -> IsoTime.timeOfDay(((TimeNanoVector) vector).get(row), NANO, out);
            case TIMESTAMPSEC -> local(vector, SECOND);
            case TIMESTAMPMILLI -> local(vector, MILLI);
            case TIMESTAMPMICRO -> local(vector, MICRO);
            case TIMESTAMPNANO -> local(vector, NANO);
            case TIMESTAMPSECTZ -> instant(vector, SECOND);
            case TIMESTAMPMILLITZ -> instant(vector, MILLI);
            case TIMESTAMPMICROTZ -> instant(vector, MICRO);
            case TIMESTAMPNANOTZ -> instant(vector, NANO);
            case DURATION ->
                (row, out) -> out.text(((DurationVector) vector).getObject(row).toString());
            case INTERVALYEAR ->
                (row, out) -> out.text(((IntervalYearVector) vector)
                        .getObject(row)
                        .normalized()
                        .toString());
            case INTERVALDAY ->
                (row, out) -> {
                    Duration value = ((IntervalDayVector) vector).getObject(row);
                    out.text(iso(Period.ofDays((int) value.toDays()), value.minusDays(value.toDays())));
                };
            case INTERVALMONTHDAYNANO ->
                (row, out) -> {
                    PeriodDuration value = ((IntervalMonthDayNanoVector) vector).getObject(row);
                    out.text(iso(value.getPeriod().normalized(), value.getDuration()));
                };
            default -> throw new IllegalArgumentException("no text for a vector of type " + vector.getField());
        };
    }

    private static Cell local(ValueVector vector, int unitsPerSecond) {
        return (row, out) -> IsoTime.dateTime(((TimeStampVector) vector).get(row), unitsPerSecond, out);
    }

    /** A time stamp with a zone is an instant: it is written in UTC, whatever zone it names. */
    private static Cell instant(ValueVector vector, int unitsPerSecond) {
        return (row, out) -> {
            IsoTime.dateTime(((TimeStampVector) vector).get(row), unitsPerSecond, out);
            out.put('Z');
        };
    }

    private static void dateMilli(long millis, Text out) {
        long day = 86_400_000L;
        if (Math.floorMod(millis, day) == 0) {
            IsoTime.date(Math.floorDiv(millis, day), out);
        } else {
            IsoTime.dateTime(millis, MILLI, out);
        }
    }

    private static String iso(Period period, Duration duration) {
        if (duration.isZero()) {
            return period.toString();
        }
        String time = duration.toString().substring(1);
        return period.isZero() ? "P" + time : period + time;
    }
}
