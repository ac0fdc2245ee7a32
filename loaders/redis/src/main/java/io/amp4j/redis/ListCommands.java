package io.amp4j.redis;

import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.redis.internal.resp.RespBuffer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/** An element of a list for each row: {@code RPUSH}. */
final class ListCommands extends RowCommands {
    private final TableKeys keys;
    private final String key;
    private final long ttlMillis;
    private final RowJson json;
    private RowTarget target = new RowTarget(new BatchName("", ""), null, null, 0);
    private int rows;
    private int digits = 3;

    ListCommands(Layout layout, LoadRequest request, TableKeys keys) {
        this.keys = keys;
        this.key = layout.key().constant(keys.table());
        this.ttlMillis = layout.ttlMillis();
        this.json = new RowJson(request.schema());
    }

    @Override
    void bind(VectorSchemaRoot root, RowTarget newTarget) {
        target = newTarget;
        rows = root.getRowCount();
        json.bind(root);
        json.mark(target.name().id(), target.ranges());
    }

    @Override
    @Nullable
    KeyList keys() {
        return null;
    }

    @Override
    void write(RespBuffer out, Checkpoint checkpoint) {
        String to = target.stagedUnder() == null ? key : target.stagedUnder();
        if (target.stagedUnder() == null) {
            String index = keys.index(target.name());
            out.command("HSET", index, "key", key);
            out.command("HINCRBY", index, "count", String.valueOf(rows));
            expire(out, index);
        }
        for (int row = 0; row < rows; row++) {
            out.beginCommand(3);
            out.bulk("RPUSH");
            out.bulk(to);
            int place = out.beginBulk(digits);
            json.write(out, row);
            digits = out.endBulk(place, digits);
            checkpoint.reached();
        }
        if (target.stagedUnder() == null) {
            expire(out, key);
        }
    }

    private void expire(RespBuffer out, String what) {
        if (ttlMillis > 0) {
            out.command("PEXPIRE", what, String.valueOf(ttlMillis));
        }
    }

    @Override
    String sharedKey() {
        return key;
    }
}
