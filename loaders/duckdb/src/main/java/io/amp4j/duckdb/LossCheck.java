package io.amp4j.duckdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;

/** Refuses the values that DuckDB would round without a word. */
final class LossCheck {
    private static final long MILLIS_A_DAY = 86_400_000;
    private static final long NANOS_A_MICRO = 1_000;

    private LossCheck() {}

    static void check(FieldVector column) {
        if (column instanceof DateMilliVector dates) {
            for (int i = 0; i < dates.getValueCount(); i++) {
                require(dates.isNull(i) || dates.get(i) % MILLIS_A_DAY == 0, dates, "a date with a time of day");
            }
        } else if (column instanceof IntervalMonthDayNanoVector intervals) {
            for (int i = 0; i < intervals.getValueCount(); i++) {
                boolean exact = intervals.isNull(i)
                        || IntervalMonthDayNanoVector.getNanoseconds(intervals.getDataBuffer(), i) % NANOS_A_MICRO == 0;
                require(exact, intervals, "an interval finer than a microsecond");
            }
        }
        column.getChildrenFromFields().forEach(LossCheck::check);
    }

    private static void require(boolean exact, FieldVector column, String what) {
        if (!exact) {
            throw new AmpException(
                    LoadError.VALUE_REFUSED,
                    "column '" + column.getName() + "' has " + what
                            + ", which DuckDB cannot keep. Convert the column in the query");
        }
    }
}
