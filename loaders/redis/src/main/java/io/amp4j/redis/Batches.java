package io.amp4j.redis;

import io.amp4j.client.BatchId;
import io.amp4j.redis.internal.resp.Link;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of a table's batches: which attempt of which stream wrote each.
 *
 * @param keys the table's keys
 */
record Batches(TableKeys keys) {
    private static final int PART = 1_000;

    /**
     * A batch of the table.
     *
     * @param name its id and attempt
     * @param streamId the stream that wrote it
     */
    record Entry(BatchName name, String streamId) {
        static Entry parse(String id, String text) {
            int space = text.indexOf(' ');
            return new Entry(new BatchName(id, text.substring(0, space)), text.substring(space + 1));
        }

        String text() {
            return name.attempt() + " " + streamId;
        }
    }

    /** The command that asks for a batch. */
    String[] findCommand(BatchId id) {
        return new String[] {"HGET", keys.batches(), id.value()};
    }

    /** The batch that the reply tells of, or null. */
    @Nullable
    Entry entry(BatchId id, @Nullable Object reply) {
        String text = Link.text(reply);
        return text == null ? null : Entry.parse(id.value(), text);
    }

    boolean areEmpty(Server server) {
        return server.number("EXISTS", keys.batches()) == 0;
    }

    List<Entry> all(Server server) {
        List<Entry> entries = new ArrayList<>();
        String cursor = "0";
        do {
            List<?> reply = server.list("HSCAN", keys.batches(), cursor, "COUNT", PART);
            cursor = String.valueOf(Link.text(reply.get(0)));
            List<?> fields = (List<?>) reply.get(1);
            for (int i = 0; i < fields.size(); i += 2) {
                entries.add(Entry.parse(
                        String.valueOf(Link.text(fields.get(i))), String.valueOf(Link.text(fields.get(i + 1)))));
            }
        } while (!cursor.equals("0"));
        return entries.stream().distinct().toList();
    }

    /** How many rows an index tells of. */
    long rows(Server server, BatchName name) {
        String index = keys.index(name);
        String type = String.valueOf(server.text("TYPE", index));
        return switch (type) {
            case "list" -> server.number("LLEN", index);
            case "set" -> server.number("SCARD", index);
            case "hash" -> {
                String count = server.text("HGET", index, "count");
                yield count == null ? 0 : Long.parseLong(count);
            }
            default -> 0;
        };
    }
}
