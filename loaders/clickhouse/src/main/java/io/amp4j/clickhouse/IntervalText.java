package io.amp4j.clickhouse;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;

/** Intervals as text, since ClickHouse has no type that keeps months, days and nanoseconds apart: {@code 4 months 34 days -5 ns}. */
final class IntervalText {
    private IntervalText() {}

    static String of(FieldVector vector, int index) {
        if (vector instanceof IntervalYearVector months) {
            return of(months.get(index), 0, 0);
        }
        if (vector instanceof IntervalDayVector days) {
            long millis = IntervalDayVector.getMilliseconds(days.getDataBuffer(), index);
            return of(0, IntervalDayVector.getDays(days.getDataBuffer(), index), millis * 1_000_000L);
        }
        ArrowBuf all = vector.getDataBuffer();
        return of(
                IntervalMonthDayNanoVector.getMonths(all, index),
                IntervalMonthDayNanoVector.getDays(all, index),
                IntervalMonthDayNanoVector.getNanoseconds(all, index));
    }

    static String of(int months, int days, long nanos) {
        return months + " months " + days + " days " + nanos + " ns";
    }
}
