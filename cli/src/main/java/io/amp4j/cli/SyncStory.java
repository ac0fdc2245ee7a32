package io.amp4j.cli;

import io.amp4j.client.AmpException;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadListener;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A sync told to people, on standard error: on a terminal each table has a line that changes. */
final class SyncStory implements SyncDisplay {
    private final LiveLines lines;
    private final String destination;
    private String said = "";

    SyncStory(Console console, String destination) {
        this.lines = new LiveLines(console);
        this.destination = destination;
    }

    @Override
    public void began(SyncSource source) {
        lines.say("syncing " + LoadWords.count(source.tables().size(), "table") + " of " + source.dataset() + " into "
                + destination + ": " + String.join(", ", source.tables()));
    }

    @Override
    public LoadListener listener(String table) {
        return new EventWords(text -> lines.say(table + ": " + text));
    }

    @Override
    public Duration interval() {
        return lines.isLive() ? LoadStory.ON_TERMINAL : LoadStory.ELSEWHERE;
    }

    @Override
    public void present(Map<String, LoadProgress> tables) {
        if (lines.isLive()) {
            lines.show(onTerminal(tables));
            return;
        }
        String line = together(tables) + ": "
                + tables.entrySet().stream()
                        .map(each -> each.getKey() + " " + shortly(each.getValue()))
                        .collect(Collectors.joining("; "));
        if (!line.equals(said)) {
            lines.say(line);
            said = line;
        }
    }

    private static List<String> onTerminal(Map<String, LoadProgress> tables) {
        int width = tables.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> all = new ArrayList<>(List.of(together(tables)));
        tables.forEach(
                (table, progress) -> all.add("  " + table + " ".repeat(width - table.length() + 2) + state(progress)));
        return all;
    }

    private static String together(Map<String, LoadProgress> tables) {
        long rows = 0;
        double perSecond = 0;
        for (LoadProgress each : tables.values()) {
            rows += each.rows() + each.pendingRows();
            perSecond += each.rowsPerSecond();
        }
        return LoadWords.count(tables.size(), "table") + ", " + LoadWords.rows(rows, perSecond);
    }

    private static String state(LoadProgress progress) {
        String rows = String.format(Locale.ROOT, "%,d rows", progress.rows() + progress.pendingRows());
        if (progress.phase() != Phase.LOADING) {
            return phase(progress.phase()) + ", " + rows;
        }
        if (LoadWords.isBackfilling(progress)) {
            BackfillProgress backfill = Objects.requireNonNull(progress.backfill());
            return BackfillLines.bar(backfill.fraction()) + "  " + rows + ", " + BackfillLines.left(backfill);
        }
        String position = LoadWords.position(progress);
        return position.isEmpty() ? rows : rows + ", " + position;
    }

    private static String shortly(LoadProgress progress) {
        if (progress.phase() != Phase.LOADING) {
            return phase(progress.phase());
        }
        BackfillProgress backfill = progress.backfill();
        if (backfill != null && LoadWords.isBackfilling(progress)) {
            return BackfillLines.percent(backfill);
        }
        String height = LoadWords.height(progress);
        return height.isEmpty() ? String.format(Locale.ROOT, "%,d rows", progress.pendingRows()) : "at block " + height;
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case OPENING -> "opening";
            case LOADING -> "loading";
            case WAITING -> "waiting";
            case FINISHED -> "done";
            case CANCELLED -> "stopped";
            case FAILED -> "failed";
        };
    }

    @Override
    public void ended(String table, LoadResult result) {
        lines.say(table + ": " + LoadWords.of(result));
    }

    @Override
    public void failed(String table, AmpException failure) {
        lines.say(table + ": failed: " + failure.getMessage());
    }

    @Override
    public void finished(SyncReport report) {
        String failed = report.failed().isEmpty() ? "" : ", " + report.failed().size() + " failed";
        lines.say((report.wasStopped() ? "stopped: " : "done: ") + LoadWords.count(report.tables(), "table") + failed
                + ", " + LoadWords.count(report.rows(), "row") + " in " + LoadWords.seconds(report.duration()));
    }

    @Override
    public void close() {
        lines.clear();
    }
}
