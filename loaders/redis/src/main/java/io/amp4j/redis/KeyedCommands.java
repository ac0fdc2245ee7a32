package io.amp4j.redis;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.LoadRequest;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A key for each row: {@code HSET}, {@code SET} or {@code JSON.SET}. */
final class KeyedCommands extends RowCommands {
    private static final int KEYS_A_COMMAND = 1_000;
    private static final byte[] HSET = "HSET".getBytes(StandardCharsets.US_ASCII);

    private final Layout layout;
    private final TableKeys keys;
    private final PatternWriter pattern;
    private final boolean isCounted;
    private final boolean isReplaced;
    private final @Nullable RowFields fields;
    private final @Nullable RowJson json;
    private final KeyList list = new KeyList();
    private RowTarget target = new RowTarget(new BatchName("", ""), null, null, 0);
    private byte[] stagedUnder = {};
    private int rows;
    private int keyDigits = 2;
    private int valueDigits = 3;

    KeyedCommands(Layout layout, LoadRequest request, TableKeys keys) {
        this.layout = layout;
        this.keys = keys;
        this.pattern = new PatternWriter("key", layout.key(), keys.table(), request.schema());
        this.isCounted = layout.key().isCounted();
        this.isReplaced = replaces(request) && layout.structure() == Structure.HASH;
        this.fields = layout.structure() == Structure.HASH ? new RowFields(request.schema(), layout.binary()) : null;
        this.json = fields == null ? new RowJson(request.schema()) : null;
        if (layout.structure() == Structure.JSON) {
            request.schema().getFields().forEach(field -> requireExact(field.getName(), field));
        }
    }

    /** RedisJSON parses a number of 17 digits to a neighbour of the double that it stands for, and gives that back. */
    private static void requireExact(String column, Field field) {
        boolean isDouble = field.getType() instanceof ArrowType.FloatingPoint number
                && number.getPrecision() == FloatingPointPrecision.DOUBLE;
        if (isDouble) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "column '" + column + "': RedisJSON rounds floating-point numbers of 64 bits."
                            + " Cast the column to text in the query, or use structure=string");
        }
        field.getChildren().forEach(child -> requireExact(column, child));
    }

    @Override
    void bind(VectorSchemaRoot root, RowTarget newTarget) {
        target = newTarget;
        rows = root.getRowCount();
        stagedUnder = target.stagedUnder() == null
                ? new byte[0]
                : (target.stagedUnder() + ":").getBytes(StandardCharsets.UTF_8);
        String id = target.name().id();
        pattern.bind(root, id, target.firstRow());
        if (fields != null) {
            fields.bind(root);
            fields.mark(id, target.ranges());
        } else {
            json.bind(root);
            json.mark(id, target.ranges());
        }
        list.clear();
        for (int row = 0; row < rows && !isCounted; row++) {
            pattern.write(list.next(), row);
            list.end();
        }
    }

    @Override
    @Nullable
    KeyList keys() {
        return isCounted ? null : list;
    }

    @Override
    void write(RespBuffer out, Checkpoint checkpoint) {
        if (isCounted) {
            writeCount(out);
        } else {
            writeKeys(out);
        }
        for (int row = 0; row < rows; row++) {
            if (fields != null) {
                hash(out, fields, row);
            } else {
                document(out, json, row);
            }
            checkpoint.reached();
        }
    }

    private void writeCount(RespBuffer out) {
        String index = keys.index(target.name());
        String before = layout.key().beforeId(keys.table()) + target.name().id() + "-";
        out.command("HSET", index, "before", before, "behind", layout.key().behindId(keys.table()));
        out.command("HINCRBY", index, "count", String.valueOf(rows));
        expire(out, index);
    }

    private void writeKeys(RespBuffer out) {
        String index = keys.index(target.name());
        for (int first = 0; first < rows; first += KEYS_A_COMMAND) {
            int end = Math.min(rows, first + KEYS_A_COMMAND);
            out.beginCommand(2 + end - first);
            out.bulk("RPUSH");
            out.bulk(index);
            for (int row = first; row < end; row++) {
                list.bulk(out, row);
            }
        }
        expire(out, index);
    }

    private void expire(RespBuffer out, String key) {
        if (layout.ttlMillis() > 0) {
            out.command("PEXPIRE", key, String.valueOf(layout.ttlMillis()));
        }
    }

    private void key(RespBuffer out, int row) {
        int place = out.beginBulk(keyDigits);
        out.put(stagedUnder);
        if (isCounted) {
            pattern.write(out, row);
        } else {
            out.put(list.bytes(), list.start(row), list.length(row));
        }
        keyDigits = out.endBulk(place, keyDigits);
    }

    private void hash(RespBuffer out, RowFields of, int row) {
        if (isReplaced) {
            // Of several rows with one key the last stays, and none of the fields that only an earlier one has.
            out.beginCommand(2);
            out.bulk("UNLINK");
            key(out, row);
        }
        out.beginCommand(2 + of.arguments(row));
        out.bulk(HSET);
        key(out, row);
        of.write(out, row);
        expireRow(out, row);
    }

    private void expireRow(RespBuffer out, int row) {
        if (layout.ttlMillis() > 0) {
            out.beginCommand(3);
            out.bulk("PEXPIRE");
            key(out, row);
            out.bulk(String.valueOf(layout.ttlMillis()));
        }
    }

    private void document(RespBuffer out, RowJson of, int row) {
        boolean isText = layout.structure() == Structure.STRING;
        boolean expires = isText && layout.ttlMillis() > 0;
        out.beginCommand(isText ? (expires ? 5 : 3) : 4);
        out.bulk(isText ? "SET" : "JSON.SET");
        key(out, row);
        if (!isText) {
            out.bulk("$");
        }
        int place = out.beginBulk(valueDigits);
        of.write(out, row);
        valueDigits = out.endBulk(place, valueDigits);
        if (expires) {
            out.bulk("PX");
            out.bulk(String.valueOf(layout.ttlMillis()));
        } else if (!isText) {
            expireRow(out, row);
        }
    }

    @Override
    String sharedKey() {
        return "";
    }
}
