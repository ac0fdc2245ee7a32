package io.amp4j.loader;

import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.LoadRequest.MetadataColumns;
import io.amp4j.loader.spi.LoadRequest.TablePolicy;
import java.time.Duration;
import java.util.List;

/** The settings of every load, whatever its destination. */
public final class LoadKeys {
    /** How long a live stream gathers microbatches before it commits them. */
    public static final ConfigKey<Duration> COMMIT_INTERVAL = ConfigKey.duration(
                    "commit-interval",
                    "How long a live stream gathers microbatches before it commits them; 0s commits each one.")
            .withDefault(Duration.ofSeconds(1));

    /** How many rows fill a unit. */
    public static final ConfigKey<Long> COMMIT_ROWS = ConfigKey.count(
                    "commit-rows", "How many rows fill a unit: it is committed at the next watermark.")
            .withDefault(1_000_000L);

    /** How many Arrow bytes fill a unit. */
    public static final ConfigKey<Long> COMMIT_BYTES = ConfigKey.bytes(
                    "commit-bytes", "How many Arrow bytes fill a unit: it is committed at the next watermark.")
            .withDefault(256L << 20);

    /** How far back a reorg can be undone by id. */
    public static final ConfigKey<Long> RETENTION = ConfigKey.count(
                    "retention",
                    "How many blocks behind the newest one a reorg can be undone without a repair; choose it well past finality.")
            .withDefault(10_000L);

    /** What may be done to the table. */
    public static final ConfigKey<TablePolicy> TABLE_POLICY = ConfigKey.oneOf(
                    "table-policy", TablePolicy.class, "What may be done to the table before rows are written.")
            .withDefault(TablePolicy.CREATE_IF_MISSING);

    /** Which columns mark the rows. */
    public static final ConfigKey<MetadataColumns> METADATA = ConfigKey.oneOf(
                    "metadata", MetadataColumns.class, "Which columns are added to the rows.")
            .withDefault(MetadataColumns.BATCH_ID);

    /** All of them. */
    public static final List<ConfigKey<?>> ALL =
            List.of(COMMIT_INTERVAL, COMMIT_ROWS, COMMIT_BYTES, RETENTION, TABLE_POLICY, METADATA);

    private LoadKeys() {}
}
