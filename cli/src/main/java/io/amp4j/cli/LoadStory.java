package io.amp4j.cli;

import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A load told to people, on standard error. Events come on the load's thread, progress on the command's. */
final class LoadStory extends LoadDisplay {
    static final Duration ON_TERMINAL = Duration.ofMillis(150);
    static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final LiveLines lines;
    private final EventWords words;
    private final String destination;
    private String said = "";

    LoadStory(Console console, String destination, String table) {
        this.lines = new LiveLines(console);
        this.words = new EventWords(lines::say);
        this.destination = destination + ", table " + table;
    }

    @Override
    Duration interval() {
        return lines.isLive() ? ON_TERMINAL : ELSEWHERE;
    }

    @Override
    public void on(LoadEvent event) {
        if (event instanceof LoadEvent.Opened opened) {
            lines.say("loading into " + destination + " (" + opened.level() + ")");
        }
        words.on(event);
    }

    @Override
    void present(LoadProgress progress) {
        if (progress.phase() != Phase.LOADING) {
            return;
        }
        String line = line(progress);
        if (lines.isLive()) {
            lines.show(withSlices(line, progress));
        } else if (!line.equals(said)) {
            lines.say(line);
            said = line;
        }
    }

    private static List<String> withSlices(String line, LoadProgress progress) {
        List<String> all = new ArrayList<>(List.of(line));
        BackfillProgress backfill = progress.backfill();
        if (backfill != null) {
            backfill.slices().forEach(slice -> all.add(BackfillLines.line(slice)));
        }
        return all;
    }

    private String line(LoadProgress progress) {
        String rows = LoadWords.rows(progress.rows() + progress.pendingRows(), progress.rowsPerSecond());
        if (LoadWords.isBackfilling(progress)) {
            BackfillProgress backfill = Objects.requireNonNull(progress.backfill());
            String slicesTold = lines.isLive() ? "" : ": " + BackfillLines.together(backfill);
            return BackfillLines.overall(backfill) + ", " + rows + slicesTold;
        }
        String position = LoadWords.position(progress);
        return position.isEmpty() ? rows : rows + ", " + position;
    }

    @Override
    void finished(LoadResult result) {
        lines.say(LoadWords.of(result));
    }

    @Override
    public void close() {
        lines.clear();
    }
}
