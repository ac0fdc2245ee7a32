package io.amp4j.deltalake.internal;

import io.amp4j.storage.Storage;
import io.amp4j.storage.StoredFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The small files of a table's log that were read. Delta Kernel reads all commits since the last checkpoint again for each thing that it wants to know of
 * a version (protocol, domain metadata, files), and each of them is a request to S3. A file counts as the same for as long as a listing shows the same
 * length and time. Thread-safe.
 */
final class LogCache {
    private static final long MOST_OF_A_FILE = 1 << 20;
    private static final long MOST = 8 << 20;

    private final Storage storage;
    private final Map<String, byte[]> contents = new HashMap<>();
    private Map<String, StoredFile> listed = Map.of();
    private @Nullable StoredFile written;
    private long bytes;

    LogCache(Storage storage) {
        this.storage = storage;
    }

    /** Takes note of a log as it is now; what is not in it as before, another table's log among it, is forgotten. */
    synchronized void listed(List<StoredFile> files) {
        Map<String, StoredFile> now = files.stream().collect(Collectors.toMap(StoredFile::name, file -> file));
        contents.keySet().removeIf(name -> !listed.get(name).equals(now.get(name)));
        bytes = contents.values().stream().mapToLong(content -> content.length).sum();
        listed = now;
    }

    /** Takes note of a file that was just written. */
    synchronized void written(StoredFile file) {
        written = file;
    }

    /** The file that was written last, if it has this name: nobody has to be asked for it. */
    synchronized Optional<StoredFile> findWritten(String name) {
        return Optional.ofNullable(written).filter(file -> file.name().equals(name));
    }

    /** A file's content; empty for one that is large, or was not listed. */
    synchronized Optional<byte[]> read(String name) {
        byte[] known = contents.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        StoredFile file = listed.get(name);
        if (file == null || file.length() > MOST_OF_A_FILE || bytes + file.length() > MOST) {
            return Optional.empty();
        }
        byte[] content = storage.read(name);
        contents.put(name, content);
        bytes += content.length;
        return Optional.of(content);
    }
}
