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
                "%.1f%% of %,d blocks, %s left, %d of %d workers",
                progress.fraction() * PERCENT,
                progress.blocks(),
                time(progress.remaining()),
                progress.slices().stream().filter(slice -> !slice.failed()).count(),
                progress.workers());
    }

    /** A slice on a line of its own, with a bar. */
    static String line(SliceProgress slice) {
        int full = (int) Math.round(slice.fraction() * BAR);
        String bar = "#".repeat(full) + ".".repeat(BAR - full);
        return String.format(Locale.ROOT, "  %-27s %s  %,d rows", span(slice), state(slice, bar), slice.rows());
    }

    private static String state(SliceProgress slice, String bar) {
        if (slice.failed()) {
            return "failed";
        }
        return slice.last() == null
                ? String.format(Locale.ROOT, "at block %,d", slice.reached())
                : String.format(Locale.ROOT, "%s %3.0f%%", bar, slice.fraction() * PERCENT);
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
