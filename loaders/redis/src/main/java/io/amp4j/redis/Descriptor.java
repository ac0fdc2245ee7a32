package io.amp4j.redis;

import io.amp4j.redis.internal.resp.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands beside a table: how its rows stand, and which streams fill it. */
final class Descriptor {
    static final String STREAM = "stream:";

    private Descriptor() {}

    static Map<String, String> read(Server server, TableKeys keys) {
        List<?> reply = server.list("HGETALL", keys.descriptor());
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i + 1 < reply.size(); i += 2) {
            fields.put(String.valueOf(Link.text(reply.get(i))), String.valueOf(Link.text(reply.get(i + 1))));
        }
        return fields;
    }

    static List<String> streams(Server server, TableKeys keys) {
        return read(server, keys).keySet().stream()
                .filter(field -> field.startsWith(STREAM))
                .map(field -> field.substring(STREAM.length()))
                .toList();
    }
}
