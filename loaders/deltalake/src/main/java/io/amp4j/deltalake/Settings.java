package io.amp4j.deltalake;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.parquet.Compression;
import io.amp4j.parquet.ParquetTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a loader is configured to do.
 *
 * @param partitionBy columns of a new table
 * @param tableProperties properties of a new table
 * @param fileBytes how large a file grows
 * @param mixedFileBytes from which size on a file takes no further microbatch
 * @param compression of data files
 * @param target what is written, and what is done with times that are too fine
 */
record Settings(
        List<String> partitionBy,
        Map<String, String> tableProperties,
        long fileBytes,
        long mixedFileBytes,
        Compression compression,
        ParquetTarget target) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    static Settings of(Config config) {
        boolean truncates = config.require(DeltaProvider.TIMESTAMPS) == DeltaProvider.Timestamps.TRUNCATE;
        return new Settings(
                config.find(DeltaProvider.PARTITION_BY).map(Settings::list).orElse(List.of()),
                config.find(DeltaProvider.TABLE_PROPERTIES)
                        .map(Settings::properties)
                        .orElse(Map.of()),
                config.require(DeltaProvider.FILE_BYTES),
                config.require(DeltaProvider.MIXED_FILE_BYTES),
                Compression.zstd(config.require(DeltaProvider.ZSTD_LEVEL)),
                ParquetTarget.delta().withLoss(truncates ? ParquetTarget.Loss.FLOOR : ParquetTarget.Loss.REFUSE));
    }

    private static List<String> list(String text) {
        return COMMA.splitAsStream(text.strip()).filter(part -> !part.isEmpty()).toList();
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String pair : list(text)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new AmpException(
                        LoadError.CONFIG_INVALID,
                        "setting 'table-properties' takes name=value, with commas between; '" + pair + "' is none");
            }
            properties.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return properties;
    }
}
