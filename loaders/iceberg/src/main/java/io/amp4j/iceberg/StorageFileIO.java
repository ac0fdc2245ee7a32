package io.amp4j.iceberg;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageKeys;
import io.amp4j.storage.Storages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;

/**
 * Iceberg's files on disk and in S3 through amp4j's storage: without Hadoop. Catalogs make it by its name ({@code io-impl}) and
 * {@link #initialize} it with their properties: those of {@link StorageKeys}, and Iceberg's own names for the same
 * ({@code s3.access-key-id}, {@code client.region} and so on), as a REST catalog hands them out for a table; the latter win.
 *
 * <p>A file appears as a whole when its stream is closed. {@link OutputFile#create()} does not look whether there is one already: Iceberg's
 * names are unique. Data files and manifests outlive a power failure from when the manifest list that names them is there; every other file,
 * that list included, from when its stream is closed. Thread-safe once initialised.
 */
public final class StorageFileIO implements FileIO, SupportsBulkOperations {
    private static final long serialVersionUID = 1L;

    private static final Map<String, String> ICEBERG_NAMES = Map.of(
            "s3.endpoint", StorageKeys.S3_ENDPOINT.name(),
            "client.region", StorageKeys.S3_REGION.name(),
            "s3.path-style-access", StorageKeys.S3_PATH_STYLE.name(),
            "s3.access-key-id", StorageKeys.S3_ACCESS_KEY.name(),
            "s3.secret-access-key", StorageKeys.S3_SECRET_KEY.name(),
            "s3.session-token", StorageKeys.S3_SESSION_TOKEN.name());

    private final Map<String, String> properties = new HashMap<>();
    private final transient Map<String, Storage> storages = new ConcurrentHashMap<>();
    private final transient UnforcedFiles unforced = new UnforcedFiles();
    private final transient RecentLists lists = new RecentLists();

    /** Called by Iceberg. */
    public StorageFileIO() {}

    @Override
    public void initialize(Map<String, String> given) {
        properties.putAll(given);
    }

    @Override
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** The storage that a location lies in: a bucket, or the disk. */
    Storage storageOf(String location) {
        return storages.computeIfAbsent(root(location), root -> Storages.open(root, config()));
    }

    private static String root(String location) {
        int scheme = location.indexOf("://");
        if (scheme < 0 || location.regionMatches(true, 0, "file:", 0, "file:".length())) {
            return "/";
        }
        int slash = location.indexOf('/', scheme + "://".length());
        return slash < 0 ? location : location.substring(0, slash);
    }

    private Config config() {
        Map<String, String> settings = new HashMap<>();
        for (ConfigKey<?> key : StorageKeys.ALL) {
            if (properties.containsKey(key.name())) {
                settings.put(key.name(), properties.get(key.name()));
            }
        }
        ICEBERG_NAMES.forEach((theirs, ours) -> {
            if (properties.containsKey(theirs)) {
                settings.put(ours, properties.get(theirs));
            }
        });
        return Config.of("iceberg:", settings, StorageKeys.ALL);
    }

    @Override
    public InputFile newInputFile(String path) {
        byte[] known = lists.find(path);
        if (known != null) {
            return new InMemoryInputFile(path, known);
        }
        Storage storage = storageOf(path);
        return new StorageInputFile(storage, storage.nameOf(path), path);
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        Storage storage = storageOf(path);
        return new StorageInputFile(storage, storage.nameOf(path), path, length);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        Storage storage = storageOf(path);
        return new StorageOutputFile(storage, storage.nameOf(path), path, unforced, lists);
    }

    @Override
    public void deleteFile(String path) {
        lists.forget(path);
        Storage storage = storageOf(path);
        storage.delete(List.of(storage.nameOf(path)));
    }

    @Override
    public void deleteFiles(Iterable<String> paths) {
        Map<Storage, List<String>> names = new HashMap<>();
        for (String path : paths) {
            lists.forget(path);
            Storage storage = storageOf(path);
            names.computeIfAbsent(storage, key -> new ArrayList<>()).add(storage.nameOf(path));
        }
        names.forEach(Storage::delete);
    }

    @Override
    public void close() {
        storages.values().forEach(Storage::close);
        storages.clear();
        unforced.clear();
    }
}
