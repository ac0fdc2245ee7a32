package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;

/** A warehouse in a directory, with a catalog in SQLite: rows are read by Iceberg's readers through Hadoop's files. */
class IcebergStore implements TestStore {
    static final Namespace NAMESPACE = Namespace.of("default");
    private static final int MAX_PRECISION = 38;

    private final Path warehouse;
    private final Map<String, String> settings;

    /** A warehouse whose tables are made with these settings, beside those that make tests fast. */
    IcebergStore(Path directory, Map<String, String> settings) {
        this.warehouse = directory.resolve("ware house");
        this.settings = new HashMap<>(settings);
        this.settings.put("force", "false");
    }

    static IcebergStore ofFormat(Path directory, int version) {
        return new IcebergStore(directory, Map.of("format-version", String.valueOf(version)));
    }

    final Path warehouse() {
        return warehouse;
    }

    @Override
    public String uri() {
        return "iceberg:" + warehouse;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }

    /** The catalog as anybody else opens it. The caller closes it. */
    Catalog catalog() {
        JdbcCatalog catalog = new JdbcCatalog();
        catalog.setConf(new org.apache.hadoop.conf.Configuration());
        catalog.initialize(
                "default",
                Map.of(
                        "uri",
                        "jdbc:sqlite:" + warehouse.resolve("catalog.db"),
                        "warehouse",
                        "file://" + warehouse,
                        "jdbc.schema-version",
                        "V1",
                        "io-impl",
                        HadoopFileIO.class.getName()));
        return catalog;
    }

    /** The table as anybody else sees it. */
    final Table load(String name) {
        return catalog().loadTable(TableIdentifier.of(NAMESPACE, name));
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        return IcebergRows.of(load(table.name()), columns);
    }

    /** What is left after another writer's commit, and a clean-up that keeps the newest snapshot alone. */
    @Override
    public void loseState() {
        Catalog catalog = catalog();
        for (TableIdentifier name : catalog.listTables(NAMESPACE)) {
            Table table = catalog.loadTable(name);
            table.newFastAppend().commit();
            table.expireSnapshots()
                    .expireOlderThan(Long.MAX_VALUE)
                    .retainLast(1)
                    .commit();
        }
    }

    @Override
    public boolean keeps(Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Interval, Duration, Null -> false;
            case Decimal -> ((ArrowType.Decimal) type).getPrecision() <= MAX_PRECISION;
            case Time -> ((ArrowType.Time) type).getUnit() != TimeUnit.NANOSECOND;
            default -> true;
        };
    }

    @Override
    public void close() {
        // The directory goes with the test.
    }
}
