package io.amp4j.iceberg;

import io.amp4j.loader.spi.MarkerColumns;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/**
 * How a missing table is created.
 *
 * @param formatVersion 2 or 3
 * @param partitions its partition fields
 * @param order the sort order that it declares
 * @param properties its properties, beside the defaults
 */
record NewTables(int formatVersion, FieldList partitions, FieldList order, Map<String, String> properties) {
    /** A stream commits for ever: old metadata files go, and deletions find their files by whole ids. */
    private static final Map<String, String> DEFAULTS = Map.of(
            TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
            "true",
            TableProperties.METADATA_PREVIOUS_VERSIONS_MAX,
            "20",
            TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + MarkerColumns.BATCH_ID,
            "full",
            TableProperties.PARQUET_COMPRESSION,
            "zstd");

    Table create(Catalog catalog, TableIdentifier name, Schema schema) {
        createNamespace(catalog, name.namespace());
        Map<String, String> all = new HashMap<>(DEFAULTS);
        all.put(TableProperties.FORMAT_VERSION, String.valueOf(formatVersion));
        all.putAll(properties);
        return catalog.buildTable(name, schema)
                .withPartitionSpec(partitions.partitionsOf(schema))
                .withSortOrder(order.orderOf(schema))
                .withProperties(all)
                .create();
    }

    private static void createNamespace(Catalog catalog, Namespace namespace) {
        if (!(catalog instanceof SupportsNamespaces namespaces) || namespaces.namespaceExists(namespace)) {
            return;
        }
        try {
            namespaces.createNamespace(namespace);
        } catch (AlreadyExistsException e) {
            // Another job was faster.
            return;
        }
    }
}
