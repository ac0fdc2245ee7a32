package io.amp4j.redis;

import io.amp4j.redis.internal.resp.Link;
import io.amp4j.redis.internal.resp.RespBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table beside which no state stands, found by their keys and by the batch id that they carry. Asked for once, before the first load of a table, since it
 * looks at all keys of the database.
 */
final class Orphans {
    private static final int PART = 5_000;

    private final Server server;
    private final Layout layout;
    private final TableKeys keys;

    Orphans(Server server, Layout layout, TableKeys keys) {
        this.server = server;
        this.layout = layout;
        this.keys = keys;
    }

    /** Whether there is one. */
    boolean exist() {
        if (layout.key().isConstant()) {
            return isOrphan(layout.key().constant(keys.table()));
        }
        List<String> first = new ArrayList<>();
        scan(key -> first.add(key), true);
        return !first.isEmpty();
    }

    /** Lists them as a batch of nobody's, so that an overwrite deletes them. */
    void adopt(String attempt, String streamId) {
        BatchName name = new BatchName(BatchName.ANY, attempt);
        RespBuffer out = new RespBuffer(1 << 14);
        Consumer<String> list = key -> out.command("RPUSH", keys.index(name), key);
        if (!layout.key().isConstant()) {
            scan(list, false);
        } else if (isOrphan(layout.key().constant(keys.table()))) {
            list.accept(layout.key().constant(keys.table()));
        }
        if (out.commands() > 0) {
            out.command("HSET", keys.batches(), name.id(), new Batches.Entry(name, streamId).text());
            server.run(link -> {
                link.await(out.commands());
                link.send(out.bytes(), 0, out.size());
                return link.skipAwaited();
            });
        }
    }

    private void scan(Consumer<String> found, boolean untilFirst) {
        String glob = layout.key().glob(keys.table());
        String cursor = "0";
        do {
            List<?> reply = server.list("SCAN", cursor, "MATCH", glob, "COUNT", PART);
            cursor = String.valueOf(Link.text(reply.get(0)));
            for (Object key : (List<?>) reply.get(1)) {
                String text = new String((byte[]) key, StandardCharsets.UTF_8);
                if (isOrphan(text)) {
                    found.accept(text);
                    if (untilFirst) {
                        return;
                    }
                }
            }
        } while (!cursor.equals("0"));
    }

    private boolean isOrphan(String key) {
        String type = String.valueOf(server.text("TYPE", key));
        return switch (layout.structure()) {
            case HASH -> type.equals("hash") && server.number("HEXISTS", key, "_amp_batch_id") == 1;
            case STRING -> type.equals("string") && isMarked(server.text("GETRANGE", key, -36, -1));
            case JSON -> type.startsWith("ReJSON") && isMarked(server.text("JSON.GET", key));
            case LIST -> type.equals("list") && isMarked(server.text("LINDEX", key, -1));
            case STREAM -> type.equals("stream") && isMarkedEntry(key);
            // Members carry no mark: whether a load wrote them cannot be known, so it is taken that one did.
            case SET -> type.equals("set");
            case SORTED_SET -> type.equals("zset");
        };
    }

    private boolean isMarkedEntry(String key) {
        List<?> newest = server.list("XREVRANGE", key, "+", "-", "COUNT", 1);
        return !newest.isEmpty() && String.valueOf(texts(newest.get(0))).contains("_amp_batch_id");
    }

    private static List<@Nullable String> texts(Object entry) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Object field : (List<?>) ((List<?>) entry).get(1)) {
            texts.add(Link.text(field));
        }
        return texts;
    }

    private static boolean isMarked(@Nullable String json) {
        return json != null && json.matches("(?s).*\"_amp_batch_id\":\"[0-9a-f]{16}\"}");
    }
}
