package io.amp4j.deltalake;

import io.delta.kernel.internal.actions.AddFile;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which files hold the rows of one stream's batches that can still be deleted by id, so that a reorg asks no log. Files of what was merged are
 * forgotten: memory holds what the state names, however large the table grows. Not thread-safe.
 */
final class FileIndex implements DeltaTable.FileActions {
    private final String stream;
    private final Set<String> named;
    private final Map<String, FileEntry> own = new HashMap<>();
    private final Map<String, Set<String>> pathsById = new HashMap<>();
    private final Map<String, FileEntry> foreign = new LinkedHashMap<>();

    /**
     * An index without files.
     *
     * @param stream the stream whose files count
     * @param named the ids that its state names
     */
    FileIndex(String stream, Set<String> named) {
        this.stream = stream;
        this.named = new LinkedHashSet<>(named);
    }

    @Override
    public void added(AddFile file) {
        FileEntry entry = FileEntry.of(file);
        if (entry.isForeign()) {
            foreign.put(entry.path(), entry);
            return;
        }
        if (!entry.stream().get().equals(stream) || entry.batches().stream().noneMatch(named::contains)) {
            return;
        }
        own.put(entry.path(), entry);
        entry.batches()
                .forEach(id -> pathsById
                        .computeIfAbsent(id, key -> new LinkedHashSet<>())
                        .add(entry.path()));
    }

    @Override
    public void removed(String path) {
        foreign.remove(path);
        FileEntry entry = own.remove(path);
        if (entry != null) {
            entry.batches()
                    .forEach(id -> pathsById.computeIfPresent(id, (key, paths) -> {
                        paths.remove(path);
                        return paths.isEmpty() ? null : paths;
                    }));
        }
    }

    /** The state names these ids from now on. */
    void name(Collection<String> ids) {
        named.addAll(ids);
    }

    /** The state no longer names these ids; the files that hold nothing else are not asked for again. */
    void forget(Collection<String> ids) {
        named.removeAll(ids);
        for (String id : ids) {
            for (String path : List.copyOf(pathsById.getOrDefault(id, Set.of()))) {
                FileEntry entry = own.get(path);
                if (entry != null && entry.batches().stream().noneMatch(named::contains)) {
                    removed(path);
                }
            }
        }
    }

    /** The stream's own files that hold rows of some of these ids. */
    Collection<FileEntry> holding(Collection<String> ids) {
        Map<String, FileEntry> files = new LinkedHashMap<>();
        for (String id : ids) {
            pathsById.getOrDefault(id, Set.of()).forEach(path -> files.put(path, own.get(path)));
        }
        return files.values();
    }

    /** The files that carry no tags of amp4j: other engines wrote or compacted them. */
    Collection<FileEntry> foreign() {
        return List.copyOf(foreign.values());
    }
}
