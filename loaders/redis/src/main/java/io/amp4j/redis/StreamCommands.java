package io.amp4j.redis;

import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * An entry for each row: {@code XADD}. Its id is chosen here, the time in milliseconds and a number, so that the batch's first and last id
 * can stand in the same transaction.
 */
final class StreamCommands extends RowCommands {
    private static final byte[] XADD = "XADD".getBytes(StandardCharsets.US_ASCII);

    private final TableKeys keys;
    private final byte[] key;
    private final String keyText;
    private final long ttlMillis;
    private final RowFields fields;
    private RowTarget target = new RowTarget(new BatchName("", ""), null, null, 0);
    private int rows;
    private int idDigits = 2;

    /** The id of the newest entry that was written. */
    private EntryId last = EntryId.NONE;

    StreamCommands(Layout layout, LoadRequest request, TableKeys keys) {
        this.keys = keys;
        this.keyText = layout.key().constant(keys.table());
        this.key = keyText.getBytes(StandardCharsets.UTF_8);
        this.ttlMillis = layout.ttlMillis();
        this.fields = new RowFields(request.schema(), layout.binary());
    }

    /** Where the stream ends: what is written next comes behind it. */
    void continueBehind(EntryId newest) {
        last = newest;
    }

    EntryId last() {
        return last;
    }

    @Override
    void bind(VectorSchemaRoot root, RowTarget newTarget) {
        target = newTarget;
        rows = root.getRowCount();
        fields.bind(root);
        fields.mark(target.name().id(), target.ranges());
    }

    @Override
    @Nullable
    KeyList keys() {
        return null;
    }

    @Override
    void write(RespBuffer out, Checkpoint checkpoint) {
        byte[] to = target.stagedUnder() == null ? key : target.stagedUnder().getBytes(StandardCharsets.UTF_8);
        EntryId first = last.nextAt(System.currentTimeMillis());
        if (target.stagedUnder() == null) {
            writeIndex(out, first);
        }
        for (int row = 0; row < rows; row++) {
            last = row == 0 ? first : last.next();
            out.beginCommand(3 + fields.arguments(row));
            out.bulk(XADD);
            out.bulk(to);
            int place = out.beginBulk(idDigits);
            out.putNumber(last.millis());
            out.put('-');
            out.putNumber(last.number());
            idDigits = out.endBulk(place, idDigits);
            fields.write(out, row);
            checkpoint.reached();
        }
        if (ttlMillis > 0 && target.stagedUnder() == null) {
            out.command("PEXPIRE", keyText, String.valueOf(ttlMillis));
        }
    }

    private void writeIndex(RespBuffer out, EntryId first) {
        String index = keys.index(target.name());
        EntryId end = new EntryId(first.millis(), first.number() + rows - 1);
        out.command("HSETNX", index, "first", first.toString());
        out.command("HSET", index, "last", end.toString(), "key", keyText);
        out.command("HINCRBY", index, "count", String.valueOf(rows));
        if (ttlMillis > 0) {
            out.command("PEXPIRE", index, String.valueOf(ttlMillis));
        }
    }

    @Override
    String sharedKey() {
        return keyText;
    }
}
