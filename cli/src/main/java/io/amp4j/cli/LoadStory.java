package io.amp4j.cli;

import io.amp4j.client.Cursor;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A load told to people, on standard error. Events come on the load's thread, progress on the command's. */
final class LoadStory extends LoadDisplay {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final Duration ON_TERMINAL = Duration.ofMillis(150);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final double MILLIS = 1e3;

    private final Console console;
    private final String destination;
    private boolean lineShown;
    private long shownAt = System.nanoTime();

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
        } else if (event instanceof LoadEvent.BeganElsewhere elsewhere) {
            say("the server begins at block " + elsewhere.beganAt() + "; rows below " + elsewhere.askedFor()
                    + " are dropped");
        } else if (event instanceof LoadEvent.Reorganised reorg) {
            say("reorg: blocks from " + reorg.reorg().firstVoidBlock() + " on are void and will be replaced ("
                    + microbatches(reorg.reorg().voidRecords()) + ")");
        } else if (event instanceof LoadEvent.Retrying retrying) {
            say(retrying.cause().getMessage() + "; trying again in " + seconds(retrying.delay()));
        } else if (event instanceof LoadEvent.NothingYet nothing) {
            say("the query's tables hold nothing yet; asking again in " + seconds(nothing.delay()));
        }
    }

    private static String microbatches(int count) {
        return count == 1 ? "1 microbatch" : count + " microbatches";
    }

    private void sayWhereItReads(@Nullable Cursor cursor) {
        if (cursor != null) {
            String blocks = cursor.blocks().entrySet().stream()
                    .map(block -> block.getKey() + " " + block.getValue().number())
                    .collect(Collectors.joining(", "));
            say("resuming behind block " + blocks);
        }
    }

    @Override
    void show(LoadProgress progress) {
        long now = System.nanoTime();
        if (now - shownAt < interval().toNanos()) {
            return;
        }
        shownAt = now;
        String line = String.format(
                Locale.ROOT,
                "%,d rows, %,.0f rows/s, block %s, lag %s, %,d commits, %,d reorgs undone",
                progress.rows() + progress.pendingRows(),
                progress.rowsPerSecond(),
                height(progress.cursor()),
                seconds(progress.lag()),
                progress.units(),
                progress.reorgs());
        if (console.errIsTerminal()) {
            print(CLEAR_LINE + line, true);
        } else {
            say(line);
        }
    }

    private static String height(@Nullable Cursor cursor) {
        return cursor == null
                ? "-"
                : cursor.blocks().values().stream()
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
                "%s: %,d rows in %s, %,d commits, %,d reorgs undone%s",
                result.ending() == LoadResult.Ending.CANCELLED ? "stopped" : "done",
                result.rows(),
                seconds(result.duration()),
                result.units(),
                result.reorgs(),
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

    private synchronized void print(String text, boolean stays) {
        console.err().print(text);
        console.err().flush();
        lineShown = stays;
    }

    private void clear() {
        if (lineShown) {
            print(CLEAR_LINE, false);
        }
    }

    @Override
    public synchronized void close() {
        clear();
    }
}
