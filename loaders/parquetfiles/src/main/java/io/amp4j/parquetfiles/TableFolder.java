package io.amp4j.parquetfiles;

import io.amp4j.loader.spi.TableName;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageOutput;
import io.amp4j.storage.StoredFile;
import io.amp4j.storage.VersionedContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table: a folder with data files, and the manifest that says which of them count. Thread-safe. */
final class TableFolder {
    static final String MANIFEST = "_amp_manifest.json";
    static final String DATA = ".parquet";
    private static final Logger LOG = LoggerFactory.getLogger(TableFolder.class);
    private static final String PART = "part-";
    /** Longer than any file takes to be written. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Storage storage;
    private final String folder;

    /**
     * A manifest as it was read or written.
     *
     * @param manifest what it says
     * @param version what has to be there still when it is replaced; null where there was none
     */
    record Version(Manifest manifest, @Nullable String version) {}

    private TableFolder(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
    }

    static TableFolder of(Storage storage, TableName table) {
        return new TableFolder(storage, FolderNames.of(table));
    }

    /** All tables of a destination. */
    static List<TableFolder> all(Storage storage) {
        return storage.folders("").stream()
                .map(name -> new TableFolder(storage, name))
                .toList();
    }

    /** Where the table is, for messages. */
    String location() {
        return storage.location() + "/" + folder;
    }

    Optional<Version> read() {
        Optional<VersionedContent> found = storage.readVersioned(name(MANIFEST));
        return found.map(content ->
                new Version(Manifest.parse(content.content(), location() + "/" + MANIFEST), content.version()));
    }

    /** The commit: all of it becomes visible, or, where somebody else was faster, nothing. If it throws, either may be true. */
    Optional<Version> replace(Version old, Manifest manifest) {
        byte[] content = manifest.toBytes();
        if (old.version() != null) {
            return storage.replace(name(MANIFEST), content, old.version())
                    .map(version -> new Version(manifest, version));
        }
        return storage.putIfAbsent(name(MANIFEST), content) ? read() : Optional.empty();
    }

    StorageOutput create(String file) {
        return storage.create(name(file));
    }

    /** Waits until complete files outlive a power failure. */
    void force(Collection<String> files) {
        storage.force(files.stream().map(this::name).toList());
    }

    /** Whether there are rows that amp4j wrote. */
    boolean hasRows() {
        return !dataFiles(PART).isEmpty();
    }

    /** What the names of a stream's files begin with: nobody else writes or sweeps those. */
    static String prefix(String streamId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(streamId.getBytes(StandardCharsets.UTF_8));
            return PART + HexFormat.of().formatHex(digest, 0, Long.BYTES) + "-";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The names of data files that begin so. */
    List<String> dataFiles(String prefix) {
        return storage.list(name(prefix)).stream()
                .map(StoredFile::name)
                .filter(file -> file.endsWith(DATA))
                .map(file -> file.substring(folder.length() + 1))
                .filter(file -> file.indexOf('/') < 0)
                .toList();
    }

    /** Deletes files that no manifest names; what stays is swept by the next opening, and harms only who does not read the manifest. */
    void discard(Collection<String> files) {
        try {
            storage.delete(files.stream().map(this::name).toList());
        } catch (RuntimeException e) {
            LOG.warn("files that do not count any more stay in {} until the next load: {}", location(), e.toString());
        }
    }

    /** Frees what writers that were killed left unfinished. */
    void sweepUnfinished() {
        try {
            storage.sweep(folder, ABANDONED);
        } catch (RuntimeException e) {
            LOG.warn("unfinished files stay in {} until the next load: {}", location(), e.toString());
        }
    }

    /** Deletes what amp4j wrote, the manifest last; the folder too, if there is nothing else in it. */
    void drop() {
        storage.delete(dataFiles(PART).stream().map(this::name).toList());
        storage.delete(List.of(name(MANIFEST)));
        if (storage.list(name("")).isEmpty()) {
            storage.deleteFolder(folder);
        }
    }

    private String name(String file) {
        return folder + "/" + file;
    }
}
