package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.iceberg.IcebergProvider.CatalogKind;
import io.amp4j.iceberg.IcebergProvider.FilePer;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.loader.spi.TableName;
import io.amp4j.storage.StorageKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What a loader is configured to do. Prints without secrets.
 *
 * @param where the destination, for messages
 * @param catalog the kind of the catalog
 * @param catalogName its name
 * @param warehouse where tables are made
 * @param uri where the catalog is
 * @param properties what the catalog and its files are opened with beside that; values may be secret
 * @param namespace the namespace of tables that are named without one
 * @param newTables how a missing table is created
 * @param filePer what shares a data file
 * @param keepSnapshots how many snapshots stay at least; 0 for all
 * @param keepSnapshotsFor how long a snapshot stays at least
 */
record IcebergSettings(
        String where,
        CatalogKind catalog,
        String catalogName,
        Optional<String> warehouse,
        Optional<String> uri,
        Map<String, Secret> properties,
        Namespace namespace,
        NewTables newTables,
        FilePer filePer,
        int keepSnapshots,
        Duration keepSnapshotsFor) {
    private static final int MIN_FORMAT = 2;
    private static final int MAX_FORMAT = 3;

    static IcebergSettings of(Config config) {
        int format = config.require(IcebergProvider.FORMAT_VERSION);
        if (format < MIN_FORMAT || format > MAX_FORMAT) {
            throw invalid("format-version is 2 or 3");
        }
        NewTables newTables = new NewTables(
                format,
                config.find(IcebergProvider.PARTITION_BY).map(FieldList::parse).orElse(FieldList.NONE),
                config.find(IcebergProvider.SORT_BY).map(FieldList::parse).orElse(FieldList.NONE),
                revealed(config.find(IcebergProvider.TABLE_PROPERTIES)));
        IcebergSettings settings = new IcebergSettings(
                config.toString(),
                config.require(IcebergProvider.CATALOG),
                config.require(IcebergProvider.CATALOG_NAME),
                warehouse(config),
                config.find(IcebergProvider.URI),
                properties(config),
                namespace(config.require(IcebergProvider.NAMESPACE)),
                newTables,
                config.require(IcebergProvider.FILE_PER),
                config.require(IcebergProvider.KEEP_SNAPSHOTS),
                config.require(IcebergProvider.KEEP_SNAPSHOTS_FOR));
        CatalogOpening.check(settings);
        return settings;
    }

    private static Optional<String> warehouse(Config config) {
        Optional<String> named = config.find(IcebergProvider.WAREHOUSE);
        if (config.location().isEmpty()) {
            return named;
        }
        if (named.isPresent()) {
            throw invalid("the warehouse stands before the question mark, or is named by warehouse=, but not both");
        }
        return Optional.of(config.location());
    }

    private static Map<String, Secret> properties(Config config) {
        Map<String, Secret> properties = new HashMap<>();
        for (ConfigKey<?> key : StorageKeys.ALL) {
            config.find(key)
                    .ifPresent(value -> properties.put(
                            key.name(), value instanceof Secret secret ? secret : Secret.of(value.toString())));
        }
        config.find(IcebergProvider.CATALOG_PROPERTIES).ifPresent(properties::putAll);
        return properties;
    }

    static Map<String, String> revealed(Optional<Map<String, Secret>> given) {
        Map<String, String> plain = new HashMap<>();
        given.ifPresent(secrets -> secrets.forEach((name, value) -> plain.put(name, value.reveal())));
        return plain;
    }

    private static Namespace namespace(String text) {
        return Namespace.of(text.split("\\."));
    }

    /** The name of a table in the catalog. */
    TableIdentifier identifier(TableName table) {
        Namespace of = table.schema() == null ? namespace : namespace(table.schema());
        return TableIdentifier.of(of, table.name());
    }

    static AmpException invalid(String message) {
        return new AmpException(LoadError.CONFIG_INVALID, message);
    }
}
