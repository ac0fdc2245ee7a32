package io.amp4j.loader.testkit.engine;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchMetadata;
import io.amp4j.client.BlockRange;
import io.amp4j.client.ClientError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** What one stream of a scripted server says, in order. */
final class Script {
    private final List<Object> steps = new ArrayList<>();
    private Schema schema = ScriptedQuery.SCHEMA;

    /** Something to do when the script comes to it, in the stream's own thread. */
    interface Act extends Runnable {}

    /** Nothing more to say: the chain is quiet, until somebody cancels. */
    enum Quiet {
        QUIET
    }

    /** Nothing to say until then, or until somebody cancels. */
    record Until(CompletableFuture<?> event) {}

    /** One message. */
    record Sent(BatchMetadata metadata, List<Long> rows) {}

    static Script script() {
        return new Script();
    }

    /** A block's hash on branch {@code a}: {@code a7} for block 7. */
    static BlockRange range(long start, long end) {
        return range(start, end, "a", "a");
    }

    static BlockRange range(long start, long end, String branch, String parentBranch) {
        String parent = start == 0 ? null : parentBranch + (start - 1);
        return new BlockRange("test", start, end, branch + end, parent);
    }

    /** A whole microbatch: a message with rows, if there are any, and its watermark. */
    Script microbatch(BlockRange range, long... rows) {
        return rows.length == 0 ? watermark(range) : rows(range, rows).watermark(range);
    }

    Script rows(BlockRange range, long... rows) {
        return send(new BatchMetadata(List.of(range), false), rows);
    }

    Script watermark(BlockRange range) {
        return send(new BatchMetadata(List.of(range), true));
    }

    Script noRanges() {
        return send(new BatchMetadata(List.of(), true));
    }

    Script send(BatchMetadata metadata, long... rows) {
        steps.add(new Sent(metadata, Arrays.stream(rows).boxed().toList()));
        return this;
    }

    Script fails() {
        steps.add(new AmpException(ClientError.UNAVAILABLE, "the scripted connection broke"));
        return this;
    }

    Script failsForGood() {
        steps.add(new AmpException(ClientError.INVALID_QUERY, "the scripted server refuses"));
        return this;
    }

    Script quiet() {
        steps.add(Quiet.QUIET);
        return this;
    }

    Script after(CompletableFuture<?> event) {
        steps.add(new Until(event));
        return this;
    }

    Script act(Act act) {
        steps.add(act);
        return this;
    }

    /** The server's dataset has changed: it answers with another column. */
    Script otherSchema() {
        schema = new Schema(List.of(new Field("other", FieldType.nullable(new ArrowType.Int(64, true)), List.of())));
        return this;
    }

    Schema schema() {
        return schema;
    }

    List<Object> steps() {
        return steps;
    }
}
