package io.amp4j.iceberg;

import io.amp4j.iceberg.IcebergProvider.CatalogKind;
import io.amp4j.storage.StorageKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;

/** Opens the catalog that settings describe. */
final class CatalogOpening {
    private static final String IMPLEMENTATION = "catalog-impl";
    private static final String SQLITE_FILE = "catalog.db";
    /** How long SQLite waits for another process's write. */
    private static final String SQLITE_PATIENCE_MILLIS = "30000";

    private CatalogOpening() {}

    /** Refuses settings that lead nowhere, before any I/O. */
    static void check(IcebergSettings settings) {
        switch (settings.catalog()) {
            case JDBC -> {
                requireWarehouse(settings);
                if (settings.uri().isEmpty() && isRemote(settings.warehouse().orElseThrow())) {
                    throw IcebergSettings.invalid(
                            "a catalog cannot be a file in "
                                    + settings.warehouse().orElseThrow()
                                    + ": give catalog=hadoop, which needs none, catalog=rest&uri=…, or the JDBC URL of a catalog's database with uri=…");
                }
            }
            case HADOOP -> requireWarehouse(settings);
            case REST -> {
                if (settings.uri().isEmpty()) {
                    throw IcebergSettings.invalid("a REST catalog needs its server's URL: catalog=rest&uri=…");
                }
            }
            case IMPL -> {
                if (!settings.properties().containsKey(IMPLEMENTATION)) {
                    throw IcebergSettings.invalid(
                            "catalog=impl needs the name of the catalog's class: iceberg.catalog-impl=…");
                }
            }
        }
    }

    private static void requireWarehouse(IcebergSettings settings) {
        if (settings.warehouse().isEmpty()) {
            throw IcebergSettings.invalid(
                    "the warehouse is missing: iceberg:/directory, iceberg:s3://bucket/path, or warehouse=…");
        }
    }

    private static boolean isRemote(String warehouse) {
        return warehouse.contains("://") && !warehouse.toLowerCase(Locale.ROOT).startsWith("file:");
    }

    static Catalog open(IcebergSettings settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.FILE_IO_IMPL, StorageFileIO.class.getName());
        properties.putAll(IcebergSettings.revealed(Optional.of(settings.properties())));
        settings.uri().ifPresent(uri -> properties.put(CatalogProperties.URI, uri));
        settings.warehouse()
                .ifPresent(warehouse ->
                        properties.put(CatalogProperties.WAREHOUSE_LOCATION, location(settings.catalog(), warehouse)));
        String name = settings.catalogName();
        return switch (settings.catalog()) {
            case JDBC -> jdbc(settings, properties);
            case HADOOP -> initialized(new FolderCatalog(), name, properties);
            case REST -> initialized(new RESTCatalog(), name, properties);
            case IMPL -> CatalogUtil.loadCatalog(properties.get(IMPLEMENTATION), name, properties, null);
        };
    }

    /** A REST server's warehouse is a name that it knows; all others are places. */
    private static String location(CatalogKind kind, String warehouse) {
        if (kind == CatalogKind.REST || kind == CatalogKind.IMPL || isRemote(warehouse)) {
            return warehouse;
        }
        return "file://" + path(warehouse);
    }

    private static Path path(String warehouse) {
        String path = warehouse.regionMatches(true, 0, "file://", 0, 7)
                ? warehouse.substring(7)
                : warehouse.regionMatches(true, 0, "file:", 0, 5) ? warehouse.substring(5) : warehouse;
        return Path.of(path).toAbsolutePath().normalize();
    }

    private static Catalog jdbc(IcebergSettings settings, Map<String, String> properties) {
        if (settings.uri().isEmpty()) {
            Path warehouse = path(settings.warehouse().orElseThrow());
            try {
                Files.createDirectories(warehouse);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            properties.put(CatalogProperties.URI, "jdbc:sqlite:" + warehouse.resolve(SQLITE_FILE));
        }
        if (properties.get(CatalogProperties.URI).startsWith("jdbc:sqlite:")) {
            properties.putIfAbsent("jdbc.busy_timeout", SQLITE_PATIENCE_MILLIS);
            if ("false".equals(properties.get(StorageKeys.FORCE.name()))) {
                properties.putIfAbsent("jdbc.synchronous", "OFF");
            }
        }
        properties.putIfAbsent("jdbc.schema-version", "V1");
        return initialized(new DatabaseCatalog(), settings.catalogName(), properties);
    }

    private static Catalog initialized(Catalog catalog, String name, Map<String, String> properties) {
        catalog.initialize(name, properties);
        return catalog;
    }
}
