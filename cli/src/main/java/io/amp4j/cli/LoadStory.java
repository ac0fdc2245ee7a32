package io.amp4j.cli;

import io.amp4j.client.Cursor;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadProgress.Phase;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A load told to people, on standard error. Events come on the load's thread, progress on the command's. */
final class LoadStory extends LoadDisplay {
    private static final String LINE_UP = "\033[A";
    private static final String CLEAR_LINE = "\r\033[K";
    private static final Duration ON_TERMINAL = Duration.ofMillis(150);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final double MILLIS = 1e3;

    private final Console console;
    private final String destination;
    private int linesShown;
    private volatile boolean slices;
    private String said = "";

    LoadStory(Console console, String uri, String table) {
        this.console = console;
        this.destination = withoutSecrets(uri) + ", table " + table;
    }

    private static String withoutSecrets(String uri) {
        return uri.replaceAll("\\?.*", "").replaceAll("//[^/@]*@", "//");
    }

    @Override
    Duration interval() {
        return console.errIsTerminal() ? ON_TERMINAL : ELSEWHERE;
    }

    @Override
    public void on(LoadEvent event) {
        if (event instanceof LoadEvent.Opened opened) {
            say("loading into " + destination + " (" + opened.level() + ")");
        } else if (event instanceof LoadEvent.Reading reading) {
            sayWhereItReads(reading.cursor());
        } else if (event instanceof LoadEvent.SliceBegan) {
            slices = true;
        } else if (event instanceof LoadEvent.SliceFailed failed) {
            say("the slice from block " + failed.first() + " on has failed: "
                    + failed.cause().getMessage());
        } else if (event instanceof LoadEvent.RunsAsOneStream one) {
            say("loading as one stream: " + one.reason());
        } else if (event instanceof LoadEvent.BeganElsewhere elsewhere) {
            say("the server begins at block " + elsewhere.beganAt() + "; rows below " + elsewhere.askedFor()
                    + " are dropped");
        } else if (event instanceof LoadEvent.AwaitingBlock awaiting) {
            say("the server has nothing from block " + awaiting.block() + " on yet; waiting for it");
        } else if (event instanceof LoadEvent.Reorganised reorg) {
            say("reorg: blocks from " + reorg.reorg().firstVoidBlock() + " on are void and will be replaced ("
                    + count(reorg.reorg().voidRecords(), "microbatch") + ")");
        } else if (event instanceof LoadEvent.Retrying retrying) {
            say(retrying.cause().getMessage() + "; trying again in " + seconds(retrying.delay()));
        } else if (event instanceof LoadEvent.NothingYet nothing) {
            say("the query's tables hold nothing yet; asking again in " + seconds(nothing.delay()));
        }
    }

    private static String count(long count, String what) {
        String plural = what.endsWith("ch") ? "es" : "s";
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : plural);
    }

    private void sayWhereItReads(@Nullable Cursor cursor) {
        if (cursor != null && !slices) { // where each slice begins, the progress says
            String blocks = cursor.blocks().entrySet().stream()
                    .map(block -> block.getKey() + " " + block.getValue().number())
                    .collect(Collectors.joining(", "));
            say("resuming behind block " + blocks);
        }
    }

    @Override
    void present(LoadProgress progress) {
        if (progress.phase() != Phase.LOADING) {
            return;
        }
        String line = line(progress);
        if (console.errIsTerminal()) {
            redraw(line, progress.backfill());
        } else if (!line.equals(said)) {
            say(line);
            said = line;
        }
    }

    private synchronized void redraw(String line, @Nullable BackfillProgress backfill) {
        List<String> lines = new ArrayList<>(List.of(line));
        if (backfill != null) {
            backfill.slices().forEach(slice -> lines.add(BackfillLines.line(slice)));
        }
        clear();
        print(String.join("\n", lines), lines.size());
    }

    /** What lies before the first commit, and all of a batch load, has no block and no lag. */
    private String line(LoadProgress progress) {
        String rows = String.format(
                Locale.ROOT,
                "%,d rows, %,.0f rows/s",
                progress.rows() + progress.pendingRows(),
                progress.rowsPerSecond());
        BackfillProgress backfill = progress.backfill();
        if (backfill != null && backfill.loaded() < backfill.blocks()) {
            String slicesTold = console.errIsTerminal() ? "" : ": " + BackfillLines.together(backfill);
            return BackfillLines.overall(backfill) + ", " + rows + slicesTold;
        }
        return progress.cursor() == null
                ? rows
                : rows + ", block " + height(progress.cursor()) + ", lag " + seconds(progress.lag()) + ", "
                        + commitsAndReorgs(progress.units(), progress.reorgs());
    }

    private static String commitsAndReorgs(long commits, long reorgs) {
        return count(commits, "commit") + ", " + count(reorgs, "reorg") + " undone";
    }

    private static String height(Cursor cursor) {
        return cursor.blocks().values().stream()
                .map(block -> String.format(Locale.ROOT, "%,d", block.number()))
                .collect(Collectors.joining("/"));
    }

    @Override
    void finished(LoadResult result) {
        if (result.ending() == LoadResult.Ending.ALREADY_LOADED) {
            say("nothing to do: this load id was committed before");
            return;
        }
        String ranges = result.ranges().isEmpty()
                ? ""
                : "; holds " + result.ranges().stream().map(Object::toString).collect(Collectors.joining(", "));
        say(String.format(
                Locale.ROOT,
                "%s: %s in %s, %s%s",
                result.ending() == LoadResult.Ending.CANCELLED ? "stopped" : "done",
                count(result.rows(), "row"),
                seconds(result.duration()),
                commitsAndReorgs(result.units(), result.reorgs()),
                ranges));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / MILLIS);
    }

    private synchronized void say(String line) {
        clear();
        console.err().println(line);
        console.err().flush();
    }

    private void print(String text, int lines) {
        console.err().print(text);
        console.err().flush();
        linesShown = lines;
    }

    private void clear() {
        if (linesShown > 0) {
            print((CLEAR_LINE + LINE_UP).repeat(linesShown - 1) + CLEAR_LINE, 0);
        }
    }

    @Override
    public synchronized void close() {
        clear();
    }
}
