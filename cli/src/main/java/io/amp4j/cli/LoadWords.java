package io.amp4j.cli;

import io.amp4j.client.BlockRef;
import io.amp4j.client.Cursor;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a load is, and what it came to, in words. */
final class LoadWords {
    private static final double MILLIS = 1e3;

    private LoadWords() {}

    static String count(long count, String what) {
        String plural = what.endsWith("ch") ? "es" : "s";
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : plural);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS);
    }

    static String rows(long rows, double perSecond) {
        return String.format(Locale.ROOT, "%,d rows, %,.0f rows/s", rows, perSecond);
    }

    static boolean isBackfilling(LoadProgress progress) {
        BackfillProgress backfill = progress.backfill();
        return backfill != null && backfill.loaded() < backfill.blocks();
    }

    /** Where a live load stands; nothing before the first commit, and in a batch load, which have no block and no lag. */
    static String position(LoadProgress progress) {
        String height = height(progress);
        return height.isEmpty()
                ? ""
                : "block " + height + ", lag " + seconds(progress.lag()) + ", "
                        + commitsAndReorgs(progress.units(), progress.reorgs());
    }

    static String commitsAndReorgs(long commits, long reorgs) {
        return count(commits, "commit") + ", " + count(reorgs, "reorg") + " undone";
    }

    /** The block that the destination is complete up to, or nothing. */
    static String height(LoadProgress progress) {
        Cursor cursor = progress.cursor();
        Collection<BlockRef> blocks =
                cursor == null ? List.of() : cursor.blocks().values();
        return blocks.stream()
                .map(block -> String.format(Locale.ROOT, "%,d", block.number()))
                .collect(Collectors.joining("/"));
    }

    static String of(LoadResult result) {
        if (result.ending() == LoadResult.Ending.ALREADY_LOADED) {
            return "nothing to do: this load id was committed before";
        }
        String ranges = result.ranges().isEmpty()
                ? ""
                : "; holds " + result.ranges().stream().map(Object::toString).collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s: %s in %s, %s%s",
                result.ending() == LoadResult.Ending.CANCELLED ? "stopped" : "done",
                count(result.rows(), "row"),
                seconds(result.duration()),
                commitsAndReorgs(result.units(), result.reorgs()),
                ranges);
    }
}
