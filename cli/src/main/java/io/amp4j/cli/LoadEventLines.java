package io.amp4j.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.Cursor;
import io.amp4j.loader.BackfillProgress;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadProgress;
import io.amp4j.loader.LoadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A load told to scripts: a JSON object a line on standard output. */
final class LoadEventLines extends LoadDisplay {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String FIRST = "first_block";
    private static final String LAST = "last_block";
    private static final String CURSOR = "cursor";

    private final Console console;
    private final @Nullable String table;

    LoadEventLines(Console console) {
        this(console, null);
    }

    /**
     * The lines of one load.
     *
     * @param table named in each line, where lines of several loads stand among each other; else null
     */
    LoadEventLines(Console console, @Nullable String table) {
        this.console = console;
        this.table = table;
    }

    @Override
    Duration interval() {
        return INTERVAL;
    }

    @Override
    public void on(LoadEvent event) {
        if (event instanceof LoadEvent.Opened opened) {
            print(line("opened")
                    .put("level", opened.level().toString())
                    .put("epoch", opened.state().header().epoch())
                    .put("records", opened.state().records().size()));
        } else if (event instanceof LoadEvent.Reading reading) {
            print(withCursor(line("reading"), reading.cursor()));
        } else if (event instanceof LoadEvent.SliceBegan slice) {
            print(line("slice_began").put(FIRST, slice.first()).put(LAST, slice.last()));
        } else if (event instanceof LoadEvent.SliceEnded slice) {
            print(line("slice_ended")
                    .put(FIRST, slice.first())
                    .put(LAST, slice.last())
                    .put("complete", slice.complete()));
        } else if (event instanceof LoadEvent.SliceFailed slice) {
            print(line("slice_failed")
                    .put(FIRST, slice.first())
                    .put("code", slice.cause().code().id())
                    .put("message", slice.cause().getMessage()));
        } else if (event instanceof LoadEvent.RunsAsOneStream one) {
            print(line("one_stream").put("reason", one.reason()));
        } else if (event instanceof LoadEvent.BeganElsewhere elsewhere) {
            print(line("began_elsewhere").put("asked_for", elsewhere.askedFor()).put("began_at", elsewhere.beganAt()));
        } else if (event instanceof LoadEvent.AwaitingBlock awaiting) {
            print(line("awaiting_block").put("block", awaiting.block()));
        } else if (event instanceof LoadEvent.NothingYet nothing) {
            print(line("nothing_yet").put("delay_ms", nothing.delay().toMillis()));
        } else if (event instanceof LoadEvent.Reorganised reorg) {
            print(line("reorg")
                    .put("network", reorg.reorg().network())
                    .put("first_void_block", reorg.reorg().firstVoidBlock())
                    .put("void_records", reorg.reorg().voidRecords())
                    .put("kind", reorg.reorg().kind().name().toLowerCase(Locale.ROOT)));
        } else if (event instanceof LoadEvent.Retrying retrying) {
            print(line("retrying")
                    .put("code", retrying.cause().code().id())
                    .put("message", retrying.cause().getMessage())
                    .put("attempt", retrying.attempt())
                    .put("delay_ms", retrying.delay().toMillis()));
        }
    }

    @Override
    void present(LoadProgress progress) {
        ObjectNode line = withCursor(line("progress"), progress.cursor())
                .put("phase", progress.phase().name().toLowerCase(Locale.ROOT))
                .put("rows", progress.rows())
                .put("bytes", progress.bytes())
                .put("pending_rows", progress.pendingRows())
                .put("rows_per_second", Math.round(progress.rowsPerSecond()))
                .put("lag_ms", progress.lag().toMillis())
                .put("commits", progress.units())
                .put("reorgs", progress.reorgs())
                .put("retries", progress.retries());
        BackfillProgress backfill = progress.backfill();
        if (backfill != null) {
            line.set("backfill", json(backfill));
        }
        print(line);
    }

    private static ObjectNode json(BackfillProgress backfill) {
        Duration left = backfill.remaining();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("blocks", backfill.blocks())
                .put("loaded", backfill.loaded())
                .put("remaining_ms", left == null ? null : left.toMillis())
                .put("workers", backfill.workers());
        ArrayNode slices = node.putArray("slices");
        backfill.slices()
                .forEach(slice -> slices.addObject()
                        .put(FIRST, slice.first())
                        .put(LAST, slice.last())
                        .put("reached", slice.reached())
                        .put("rows", slice.rows())
                        .put("failed", slice.failed()));
        return node;
    }

    @Override
    void finished(LoadResult result) {
        print(line("finished")
                .put("ending", result.ending().name().toLowerCase(Locale.ROOT))
                .put("rows", result.rows())
                .put("bytes", result.bytes())
                .put("commits", result.units())
                .put("reorgs", result.reorgs())
                .put("retries", result.retries())
                .put("duration_ms", result.duration().toMillis()));
    }

    /** The load has failed; alone, that is the command's failure, and said elsewhere. */
    void failed(AmpException failure) {
        print(line("failed").put("code", failure.code().id()).put("message", failure.getMessage()));
    }

    private ObjectNode line(String event) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("event", event);
        return table == null ? line : line.put("table", table);
    }

    private static ObjectNode withCursor(ObjectNode line, @Nullable Cursor cursor) {
        if (cursor == null) {
            return line.putNull(CURSOR);
        }
        ObjectNode blocks = line.putObject(CURSOR);
        cursor.blocks()
                .forEach((network, block) ->
                        blocks.putObject(network).put("number", block.number()).put("hash", block.hash()));
        return line;
    }

    private void print(ObjectNode line) {
        print(console, line);
    }

    /** One line, whole, whoever else writes. */
    static void print(Console console, ObjectNode line) {
        synchronized (console) {
            try {
                console.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                console.out().flush();
            } catch (IOException e) {
                throw StandardOutput.failed(e);
            }
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
