package io.amp4j.cli;

import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.BackfillProgress.SliceProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A parallel load's progress in words. */
final class BackfillLines {
    private static final double PERCENT = 100;
    private static final int BAR = 20;

    private BackfillLines() {}

    /** All of it: how much, and how long it still takes. */
    static String overall(BackfillProgress progress) {
        return String.format(
                Locale.ROOT,
                "%s, %s, %d of %d workers",
                percent(progress),
                left(progress),
                progress.slices().stream().filter(slice -> !slice.failed()).count(),
                progress.workers());
    }

    static String percent(BackfillProgress progress) {
        return String.format(Locale.ROOT, "%.1f%% of %,d blocks", progress.fraction() * PERCENT, progress.blocks());
    }

    static String left(BackfillProgress progress) {
        return time(progress.remaining()) + " left";
    }

    static String bar(double fraction) {
        int full = (int) Math.round(fraction * BAR);
        return String.format(Locale.ROOT, "%s%s %3.0f%%", "#".repeat(full), ".".repeat(BAR - full), fraction * PERCENT);
    }

    /** A slice on a line of its own, with a bar. */
    static String line(SliceProgress slice) {
        return String.format(Locale.ROOT, "  %-27s %s  %,d rows", span(slice), state(slice), slice.rows());
    }

    private static String state(SliceProgress slice) {
        if (slice.failed()) {
            return "failed";
        }
        return slice.last() == null
                ? String.format(Locale.ROOT, "at block %,d", slice.reached())
                : bar(slice.fraction());
    }

    /** All slices on one line. */
    static String together(BackfillProgress progress) {
        return progress.slices().stream()
                .map(slice -> slice.last() == null
                        ? span(slice)
                        : String.format(Locale.ROOT, "%s %.0f%%", span(slice), slice.fraction() * PERCENT))
                .collect(Collectors.joining("; "));
    }

    static String span(SliceProgress slice) {
        return span(slice.first(), slice.last());
    }

    static String span(long first, @Nullable Long last) {
        return last == null
                ? String.format(Locale.ROOT, "%,d.. live", first)
                : String.format(Locale.ROOT, "%,d..%,d", first, last);
    }

    private static String time(@Nullable Duration time) {
        if (time == null) {
            return "?";
        }
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3_600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3_600, seconds % 3_600 / 60);
    }
}
