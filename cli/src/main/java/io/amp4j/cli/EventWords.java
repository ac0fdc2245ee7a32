package io.amp4j.cli;

import io.amp4j.client.Cursor;
import io.amp4j.loader.LoadEvent;
import io.amp4j.loader.LoadListener;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what happens to one load, where it is worth a line of its own. */
final class EventWords implements LoadListener {
    private final Consumer<String> line;
    private volatile boolean slices;

    EventWords(Consumer<String> line) {
        this.line = line;
    }

    @Override
    public void on(LoadEvent event) {
        if (event instanceof LoadEvent.Reading reading) {
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
                    + LoadWords.count(reorg.reorg().voidRecords(), "microbatch") + ")");
        } else if (event instanceof LoadEvent.Retrying retrying) {
            say(retrying.cause().getMessage() + "; trying again in " + LoadWords.seconds(retrying.delay()));
        } else if (event instanceof LoadEvent.NothingYet nothing) {
            say("the query's tables hold nothing yet; asking again in " + LoadWords.seconds(nothing.delay()));
        }
    }

    private void sayWhereItReads(@Nullable Cursor cursor) {
        if (cursor != null && !slices) { // where each slice begins, the progress says
            String blocks = cursor.blocks().entrySet().stream()
                    .map(block -> block.getKey() + " " + block.getValue().number())
                    .collect(Collectors.joining(", "));
            say("resuming behind block " + blocks);
        }
    }

    private void say(String text) {
        line.accept(text);
    }
}
