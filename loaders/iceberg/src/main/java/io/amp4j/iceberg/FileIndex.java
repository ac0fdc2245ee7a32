package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.client.BatchId;
import io.amp4j.loader.LoadError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * Finds the files of microbatches: those that the session wrote it remembers, others it looks up in the manifests, all that the state names at
 * once. What it remembers may have been compacted by another engine meanwhile; a commit that removes a file which is not there fails, and
 * then {@link #forget()} makes it look again. Not thread-safe.
 */
final class FileIndex {
    private final Map<BatchId, List<DataFile>> known = new HashMap<>();

    /** A file that was committed. */
    void add(WrittenDataFile file) {
        file.soleId()
                .ifPresent(id -> known.computeIfAbsent(id, key -> new ArrayList<>())
                        .add(file.file().copyWithoutStats()));
    }

    void forget() {
        known.clear();
    }

    /** Only what the state names can ever be asked for. */
    void retain(Set<BatchId> named) {
        known.keySet().retainAll(named);
    }

    /**
     * The files that a removal concerns.
     *
     * @param rows how many rows each microbatch has that the state names
     */
    Removal.Files find(Table table, Set<BatchId> ids, Map<BatchId, Long> rows) {
        Set<BatchId> open = incomplete(ids, rows);
        if (open.isEmpty()) {
            return new Removal.Files(files(ids), Set.of(), List.of());
        }
        LiveFiles live = LiveFiles.scan(table, id -> ids.contains(id) || rows.containsKey(id));
        known.clear();
        known.putAll(live.pure());
        Set<BatchId> scattered = incomplete(ids, rows);
        boolean none = live.mixed().isEmpty();
        return new Removal.Files(files(ids), none ? Set.of() : scattered, none ? List.of() : live.mixed());
    }

    /** Those whose files do not have all of their rows: some may be in files with rows of others. */
    private Set<BatchId> incomplete(Set<BatchId> ids, Map<BatchId, Long> rows) {
        Set<BatchId> incomplete = new HashSet<>();
        for (BatchId id : ids) {
            Long all = rows.get(id);
            if (all == null || LiveFiles.rows(known.getOrDefault(id, List.of())) != all) {
                incomplete.add(id);
            }
        }
        return incomplete;
    }

    private List<DataFile> files(Set<BatchId> ids) {
        List<DataFile> files = new ArrayList<>();
        ids.forEach(id -> files.addAll(known.getOrDefault(id, List.of())));
        return files;
    }

    /** The files whose rows carry an id that is none of these. */
    static Removal.Files findBut(Table table, Set<BatchId> kept) {
        LiveFiles live = LiveFiles.scan(table, id -> !kept.contains(id));
        if (!live.mixed().isEmpty()) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    live.mixed().size() + " files of the table, such as "
                            + live.mixed().get(0).location()
                            + ", have rows of several microbatches (another engine has compacted them), and which of them are void their"
                            + " statistics don't tell. Delete the rows whose _amp_batch_id is none of "
                            + kept + " with such an engine, or load into another table");
        }
        return new Removal.Files(
                live.pure().values().stream().flatMap(List::stream).toList(), Set.of(), List.of());
    }
}
