package io.amp4j.parquetfiles;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import io.amp4j.parquet.Compression;
import io.amp4j.storage.StorageKeys;
import io.amp4j.storage.Storages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes loaders for {@code parquet:DIRECTORY} and {@code parquet:s3://bucket/prefix}. */
public final class ParquetFilesProvider implements LoaderProvider {
    /** How pages are compressed. */
    public static final ConfigKey<Compression.Codec> COMPRESSION = ConfigKey.oneOf(
                    "compression", Compression.Codec.class, "How pages are compressed.")
            .withDefault(Compression.Codec.ZSTD);

    /** ZSTD's effort. */
    public static final ConfigKey<Integer> COMPRESSION_LEVEL = ConfigKey.integer(
                    "compression-level", "ZSTD's level: 1 is fast, 22 is small; no other compression has one.")
            .withDefault(1);

    /** How large a file becomes. */
    public static final ConfigKey<Long> FILE_SIZE = ConfigKey.bytes(
                    "file-size",
                    "The size at which a file is full and the next one begins. A file holds rows of one microbatch, so most are smaller.")
            .withDefault(512L << 20);

    /** How large a row group becomes. */
    public static final ConfigKey<Long> ROW_GROUP_SIZE = ConfigKey.bytes(
                    "row-group-size",
                    "The size at which a row group is full. Until then its compressed pages stay in memory, for each unit that is open.")
            .withDefault(64L << 20);

    /** Called by {@link java.util.ServiceLoader}. */
    public ParquetFilesProvider() {}

    @Override
    public String name() {
        return "Parquet files";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("parquet");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        List<ConfigKey<?>> keys = new ArrayList<>(List.of(COMPRESSION, COMPRESSION_LEVEL, FILE_SIZE, ROW_GROUP_SIZE));
        keys.addAll(StorageKeys.ALL);
        return keys;
    }

    @Override
    public Loader create(Config config) {
        if (config.location().isEmpty()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "name a directory, such as parquet:/data/chain, or a bucket, such as parquet:s3://bucket/chain");
        }
        FileFormat format =
                new FileFormat(compression(config), config.require(FILE_SIZE), config.require(ROW_GROUP_SIZE));
        if (format.fileBytes() < 1 || format.rowGroupBytes() < 1) {
            throw new AmpException(LoadError.CONFIG_INVALID, "file-size and row-group-size must be at least 1 byte");
        }
        return new ParquetFilesLoader(Storages.open(config.location(), config), format);
    }

    private static Compression compression(Config config) {
        Compression.Codec codec = config.require(COMPRESSION);
        try {
            return new Compression(codec, codec == Compression.Codec.ZSTD ? config.require(COMPRESSION_LEVEL) : 0);
        } catch (AmpException e) {
            throw FileFormat.translated(e);
        }
    }
}
