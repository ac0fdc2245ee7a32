package io.amp4j.iceberg;

import io.amp4j.storage.Storage;
import io.amp4j.storage.StoredFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.LocationUtil;
import org.jspecify.annotations.Nullable;

/**
 * A catalog that is the warehouse's folders: a table's name is its path, its newest metadata the file with the highest number. The layout is
 * that of Iceberg's HadoopCatalog, whose readers find the tables; but a version is taken by creating its file if there is none, which holds on
 * S3 too, and no class of Hadoop is needed.
 */
final class FolderCatalog extends BaseMetastoreCatalog {
    private static final String METADATA = "/metadata/";

    private @Nullable StorageFileIO io;
    private String warehouse = "";
    private Map<String, String> properties = Map.of();

    @Override
    public void initialize(String name, Map<String, String> given) {
        properties = Map.copyOf(given);
        warehouse = LocationUtil.stripTrailingSlash(given.get(CatalogProperties.WAREHOUSE_LOCATION));
        StorageFileIO files = new StorageFileIO();
        files.initialize(given);
        io = files;
    }

    @Override
    protected Map<String, String> properties() {
        return properties;
    }

    private StorageFileIO io() {
        if (io == null) {
            throw new IllegalStateException("the catalog is not initialised");
        }
        return io;
    }

    @Override
    protected TableOperations newTableOps(TableIdentifier table) {
        return new FolderTable(io(), defaultWarehouseLocation(table), table.toString());
    }

    @Override
    protected String defaultWarehouseLocation(TableIdentifier table) {
        StringBuilder location = new StringBuilder(warehouse);
        for (String level : table.namespace().levels()) {
            location.append('/').append(folder(level));
        }
        return location.append('/').append(folder(table.name())).toString();
    }

    private static String folder(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be the name of a folder, as catalog=hadoop needs");
        }
        return name;
    }

    @Override
    public List<TableIdentifier> listTables(Namespace namespace) {
        return allTables().stream()
                .filter(table -> table.namespace().equals(namespace))
                .toList();
    }

    /** All tables, whatever their namespace. Lists every file of the warehouse. */
    List<TableIdentifier> allTables() {
        Storage storage = io().storageOf(warehouse);
        // A bucket is a storage of its own, and may be the warehouse.
        String root = storage.location().equals(warehouse) ? "" : storage.nameOf(warehouse) + "/";
        Set<TableIdentifier> tables = new LinkedHashSet<>();
        for (StoredFile file : storage.list(root)) {
            int metadata = file.name().indexOf(METADATA);
            if (metadata > root.length()
                    && FolderTable.isMetadata(file.name().substring(metadata + METADATA.length()))) {
                String[] levels = file.name().substring(root.length(), metadata).split("/");
                tables.add(TableIdentifier.of(levels));
            }
        }
        return new ArrayList<>(tables);
    }

    @Override
    public boolean dropTable(TableIdentifier identifier, boolean purge) {
        throw new UnsupportedOperationException("drop a table of folders by deleting its folder");
    }

    @Override
    public void renameTable(TableIdentifier from, TableIdentifier to) {
        throw new UnsupportedOperationException("a table of folders is its path, and cannot be renamed");
    }

    @Override
    public void close() {
        io().close();
    }
}
