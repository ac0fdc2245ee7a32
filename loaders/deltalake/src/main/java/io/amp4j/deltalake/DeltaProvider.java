package io.amp4j.deltalake;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import io.amp4j.storage.StorageKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes loaders for {@code delta:/path} and {@code delta:s3://bucket/path}: a folder that has a folder for each table. */
public final class DeltaProvider implements LoaderProvider {
    /** How a new table is partitioned. */
    public static final ConfigKey<String> PARTITION_BY = ConfigKey.text(
            "partition-by",
            "Columns that a new table is partitioned by, with commas between; an existing table must be partitioned by the same.");

    /** Properties of a new table. */
    public static final ConfigKey<String> TABLE_PROPERTIES = ConfigKey.text(
            "table-properties",
            "Properties of a new table as name=value, with commas between, such as delta.checkpointInterval=50.");

    /** How large a data file grows. */
    public static final ConfigKey<Long> FILE_BYTES = ConfigKey.bytes(
                    "file-bytes", "How large a data file grows before the next one begins.")
            .withDefault(128L << 20);

    /** From which size on a file takes no further microbatch. */
    public static final ConfigKey<Long> MIXED_FILE_BYTES = ConfigKey.bytes(
                    "mixed-file-bytes",
                    "From which size on a data file takes no further microbatch: what a reorg writes anew, at most once, is no larger.")
            .withDefault(8L << 20);

    /** How hard pages are compressed. */
    public static final ConfigKey<Integer> ZSTD_LEVEL = ConfigKey.integer(
                    "zstd-level", "How hard ZSTD compresses data files, 1 (fast) to 22 (small).")
            .withDefault(1);

    /** What becomes of times. */
    public static final ConfigKey<Timestamps> TIMESTAMPS = ConfigKey.oneOf(
                    "timestamps",
                    Timestamps.class,
                    "What becomes of times that are finer than Delta's microseconds: exact refuses them, truncate cuts them off.")
            .withDefault(Timestamps.EXACT);

    /** What becomes of times that are finer than Delta's microseconds. */
    public enum Timestamps {
        /** They are refused. */
        EXACT,
        /** They are rounded towards the past. */
        TRUNCATE
    }

    /** Called by {@link java.util.ServiceLoader}. */
    public DeltaProvider() {}

    @Override
    public String name() {
        return "Delta Lake";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("delta");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        List<ConfigKey<?>> keys = new ArrayList<>(
                List.of(PARTITION_BY, TABLE_PROPERTIES, FILE_BYTES, MIXED_FILE_BYTES, ZSTD_LEVEL, TIMESTAMPS));
        keys.addAll(StorageKeys.ALL);
        return keys;
    }

    @Override
    public Loader create(Config config) {
        return new DeltaLoader(Settings.of(config), config);
    }
}
