package io.amp4j.iceberg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The manifest lists that were written last. Iceberg reads each twice, right after its commit and for the next one; a list is never changed, so what was
 * written need not be asked for. Thread-safe.
 */
final class RecentLists {
    private static final Pattern NAME = Pattern.compile("(.*/)?snap-[^/]*\\.avro");
    private static final int KEPT = 4;
    private static final int MOST_BYTES = 256 << 10;

    private final Map<String, byte[]> contents = new LinkedHashMap<>();

    static boolean isList(String name) {
        return NAME.matcher(name).matches();
    }

    synchronized void written(String location, byte[] content) {
        if (content.length > MOST_BYTES) {
            return;
        }
        contents.put(location, content);
        if (contents.size() > KEPT) {
            contents.remove(contents.keySet().iterator().next());
        }
    }

    synchronized byte @Nullable [] find(String location) {
        return contents.get(location);
    }

    synchronized void forget(String location) {
        contents.remove(location);
    }
}
