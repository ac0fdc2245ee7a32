package io.amp4j.iceberg;

import io.amp4j.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Files that are complete, and that a power failure may still take, since the disk was not asked to keep them: data files, state files and
 * manifests. Nothing counts that they hold before a manifest list names them. So they wait for the next file of any other name, which is
 * that list, and are forced to disk together with it. Thread-safe.
 */
final class UnforcedFiles {
    /** The names that this module gives, and those that Iceberg gives to manifests. */
    private static final Pattern WAITING = Pattern.compile("(.*/)?(amp-[^/]*\\.(parquet|stats)|[^/]*-m\\d+\\.avro)");

    private final Map<Storage, Set<String>> waiting = new ConcurrentHashMap<>();

    /** Takes a file that was just completed, unforced. Once this returns, it may wait on; any other, and all that wait, are kept. */
    void completed(Storage storage, String name) {
        waiting.computeIfAbsent(storage, key -> ConcurrentHashMap.newKeySet()).add(name);
        if (!WAITING.matcher(name).matches()) {
            force();
        }
    }

    /** One after the other: who finds nothing left to force may be sure that it was forced. */
    private synchronized void force() {
        waiting.forEach((storage, names) -> {
            List<String> now = List.copyOf(names);
            storage.force(now);
            names.removeAll(Set.copyOf(now));
        });
    }

    void clear() {
        waiting.clear();
    }
}
