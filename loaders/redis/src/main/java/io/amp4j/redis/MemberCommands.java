package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * A member of a set or sorted set for each row, by a script: it knows whether another batch holds the member already, and notes who does, so
 * that a reorg takes away what nobody else holds, and nothing more.
 */
final class MemberCommands extends RowCommands {
    private static final int MEMBERS_A_COMMAND = 500;

    private final ScriptCall script;
    private final Layout layout;
    private final PatternWriter key;
    private final @Nullable PatternWriter value;
    private final @Nullable RowJson json;
    private final @Nullable ScoreColumn score;
    private RowTarget target = new RowTarget(new BatchName("", ""), null, null, 0);
    private int rows;
    private int digits = 2;

    MemberCommands(Layout layout, LoadRequest request, ScriptCall script) {
        this.script = script;
        this.layout = layout;
        this.key = new PatternWriter("key", layout.key(), script.keys().table(), request.schema());
        KeyPattern pattern = layout.value();
        this.value = pattern == null
                ? null
                : new PatternWriter("value", pattern, script.keys().table(), request.schema());
        this.json = pattern == null ? new RowJson(request.schema()) : null;
        this.score = layout.score() == null ? null : ScoreColumn.of(request.schema(), layout.score());
        if (pattern != null && request.metadata() != LoadRequest.MetadataColumns.BATCH_ID) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "members made by value= carry no other columns: leave value or metadata out");
        }
    }

    @Override
    void bind(VectorSchemaRoot root, RowTarget newTarget) {
        target = newTarget;
        rows = root.getRowCount();
        key.bind(root, target.name().id(), target.firstRow());
        if (value != null) {
            value.bind(root, target.name().id(), target.firstRow());
        } else {
            json.bind(root);
            // Without the batch's id: the same row is the same member, whichever batch brings it.
            json.mark(null, target.ranges());
        }
        if (score != null) {
            score.bind(root);
        }
        refuseBefore();
    }

    /** What makes no key, member or score is refused before anything is written. */
    private void refuseBefore() {
        RespBuffer scratch = new RespBuffer(256);
        for (int row = 0; row < rows; row++) {
            scratch.clear();
            key.write(scratch, row);
            if (value != null) {
                value.write(scratch, row);
            }
            if (score != null) {
                score.write(scratch, row);
            }
        }
    }

    @Override
    @Nullable
    KeyList keys() {
        return null;
    }

    @Override
    void write(RespBuffer out, Checkpoint checkpoint) {
        for (int first = 0; first < rows; first += MEMBERS_A_COMMAND) {
            int end = Math.min(rows, first + MEMBERS_A_COMMAND);
            if (target.stagedUnder() == null) {
                add(out, first, end);
            } else {
                stage(out, target.stagedUnder(), first, end);
            }
            checkpoint.reached();
        }
        if (target.stagedUnder() == null && layout.ttlMillis() > 0) {
            expire(out);
        }
    }

    private void add(RespBuffer out, int first, int end) {
        List<String> call =
                script.begin(Scripts.ADD, target.name(), script.keys().batches(), 0);
        out.beginCommand(call.size() + (end - first) * width());
        call.forEach(out::bulk);
        members(out, first, end);
    }

    private void stage(RespBuffer out, String staged, int first, int end) {
        out.beginCommand(2 + (end - first) * width());
        out.bulk("RPUSH");
        out.bulk(staged);
        members(out, first, end);
    }

    private int width() {
        return score == null ? 2 : 3;
    }

    private void members(RespBuffer out, int first, int end) {
        for (int row = first; row < end; row++) {
            int place = out.beginBulk(digits);
            key.write(out, row);
            out.endBulk(place, digits);
            place = out.beginBulk(digits);
            if (value != null) {
                value.write(out, row);
            } else {
                json.write(out, row);
            }
            digits = out.endBulk(place, digits);
            if (score != null) {
                place = out.beginBulk(1);
                score.write(out, row);
                out.endBulk(place, 1);
            }
        }
    }

    private void expire(RespBuffer out) {
        String ttl = String.valueOf(layout.ttlMillis());
        out.command("PEXPIRE", script.keys().index(target.name()), ttl);
        Set<String> touched = new LinkedHashSet<>();
        KeyList list = new KeyList();
        for (int row = 0; row < rows; row++) {
            key.write(list.next(), row);
            list.end();
            touched.add(list.text(row));
        }
        touched.forEach(set -> out.command("PEXPIRE", set, ttl));
    }

    @Override
    String sharedKey() {
        return layout.key().isConstant() ? layout.key().constant(script.keys().table()) : "";
    }
}
