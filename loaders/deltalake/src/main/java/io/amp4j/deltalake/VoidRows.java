package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.delta.kernel.internal.actions.AddFile;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a stream's void rows. Its own files carry its name; in the files of other engines, rows are told by their batch id alone, which two streams of one
 * table may share.
 *
 * @param stream the stream
 * @param streams all streams of the table
 */
record VoidRows(String stream, List<String> streams) {
    /** Takes void rows out of the files that an index names. */
    void take(Removal removal, FileIndex index, Collection<String> ids) {
        removal.from(index.holding(ids), ids::contains);
        for (FileEntry entry : index.foreign()) {
            takeForeign(removal, entry, ids::contains, ids);
        }
    }

    /** Takes void rows out of all files. */
    void takeAll(Removal removal, List<AddFile> files, Predicate<String> isVoid) {
        for (AddFile file : files) {
            FileEntry entry = FileEntry.of(file);
            if (entry.isForeign()) {
                takeForeign(removal, entry, isVoid, List.of());
            } else if (entry.stream().get().equals(stream)) {
                removal.from(List.of(entry), isVoid);
            }
        }
    }

    private void takeForeign(Removal removal, FileEntry entry, Predicate<String> isVoid, Collection<String> ids) {
        if (!removal.mayHold(entry, ids)) {
            return;
        }
        int before = removal.removed().size();
        removal.fromForeign(entry, isVoid);
        if (removal.removed().size() > before && streams.size() > 1) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the file " + entry.path() + " was written or compacted by another engine, and streams " + streams
                            + " share the table: it cannot be known whose rows it holds. Compact only what is older than the"
                            + " retention, and give each stream a table of its own");
        }
    }
}
