package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import java.util.Locale;

/** Opens storages. */
public final class Storages {
    private Storages() {}

    /**
     * Opens the storage at a location. Does no I/O yet; a directory that is missing is made with the first file.
     *
     * @param location {@code s3://bucket/prefix} ({@code s3a://} is the same), {@code file:///path}, or a path
     * @param config where the {@link StorageKeys} are read
     * @return a storage that the caller closes
     * @throws AmpException with {@link LoadError#CONFIG_INVALID} if the location cannot be one, or the settings don't fit together
     */
    public static Storage open(String location, Config config) {
        String lower = location.toLowerCase(Locale.ROOT);
        if (lower.startsWith("s3://") || lower.startsWith("s3a://")) {
            return S3Storage.open(S3Location.parse(location), config);
        }
        if (lower.matches("[a-z][a-z0-9+.-]+:.*") && !lower.startsWith("file:")) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "'" + location
                            + "' is no place that amp4j can write to: give a path, file:///path or s3://bucket/prefix");
        }
        return new DiskStorage(DiskStorage.path(location), config.require(StorageKeys.FORCE));
    }
}
