package io.amp4j.iceberg;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.Secret;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import io.amp4j.storage.StorageKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes loaders for {@code iceberg:WAREHOUSE}: tables of Apache Iceberg in any catalog. */
public final class IcebergProvider implements LoaderProvider {
    /** Which catalog names the tables. */
    public static final ConfigKey<CatalogKind> CATALOG = ConfigKey.oneOf(
                    "catalog",
                    CatalogKind.class,
                    "Which catalog names the tables: a database (SQLite within the warehouse unless uri names another), the warehouse's own"
                            + " folders, a REST server, or a class of Iceberg's, named by iceberg.catalog-impl.")
            .withDefault(CatalogKind.JDBC);

    /** Where the catalog is. */
    public static final ConfigKey<String> URI =
            ConfigKey.text("uri", "Where the catalog is: the JDBC URL of its database, or the REST server's URL.");

    /** Where tables are made. */
    public static final ConfigKey<String> WAREHOUSE = ConfigKey.text(
            "warehouse",
            "Where tables are made, where it does not stand before the question mark: a directory or s3://bucket/path; for a REST catalog,"
                    + " the warehouse as its server names it.");

    /** The catalog's name. */
    public static final ConfigKey<String> CATALOG_NAME = ConfigKey.text(
                    "catalog-name", "The catalog's name; in a JDBC catalog its tables are those of that name.")
            .withDefault("default");

    /** Where tables without a namespace are. */
    public static final ConfigKey<String> NAMESPACE = ConfigKey.text(
                    "namespace", "The namespace of tables that are named without one; levels are parted by dots.")
            .withDefault("default");

    /** The format of new tables. */
    public static final ConfigKey<Integer> FORMAT_VERSION = ConfigKey.integer(
                    "format-version", "Format of a table that the load creates: 2, or 3, which can keep nanoseconds.")
            .withDefault(2);

    /** The partitions of new tables. */
    public static final ConfigKey<String> PARTITION_BY = ConfigKey.text(
            "partition-by",
            "Partition fields of a table that the load creates, such as day(timestamp),bucket(16,address): a column, or year, month, day,"
                    + " hour, bucket(n, …) or truncate(n, …) of one.");

    /** The sort order of new tables. */
    public static final ConfigKey<String> SORT_BY = ConfigKey.text(
            "sort-by",
            "Sort order that a table that the load creates declares, such as block_num,log_index desc; engines keep to it when they"
                    + " compact, the load writes rows as they come.");

    /** What shares a file. */
    public static final ConfigKey<FilePer> FILE_PER = ConfigKey.oneOf(
                    "file-per",
                    FilePer.class,
                    "What shares a data file: the rows of one microbatch, so that a reorg drops whole files; or all rows of a commit, which"
                            + " makes fewer files, and a reorg mark rows as deleted.")
            .withDefault(FilePer.MICROBATCH);

    /** How many snapshots stay. */
    public static final ConfigKey<Integer> KEEP_SNAPSHOTS = ConfigKey.integer(
                    "keep-snapshots",
                    "How many of the newest snapshots the load keeps when it expires old ones; 0 for never to expire any.")
            .withDefault(100);

    /** How long snapshots stay. */
    public static final ConfigKey<Duration> KEEP_SNAPSHOTS_FOR = ConfigKey.duration(
                    "keep-snapshots-for",
                    "How old a snapshot is at least when the load expires it; longer than any query of yours that reads the table.")
            .withDefault(Duration.ofHours(1));

    /** Properties of Iceberg's catalogs. */
    public static final ConfigKey<Map<String, Secret>> CATALOG_PROPERTIES = ConfigKey.prefixed(
            "iceberg.", "Iceberg's own catalog properties, such as iceberg.token or iceberg.jdbc.user.");

    /** Properties of new tables. */
    public static final ConfigKey<Map<String, Secret>> TABLE_PROPERTIES = ConfigKey.prefixed(
            "table.",
            "Iceberg's table properties of a table that the load creates, such as table.write.parquet.compression-codec.");

    /** The catalogs that are known by name. */
    public enum CatalogKind {
        /** A database. */
        JDBC,
        /** Folders of the warehouse, as Iceberg's HadoopCatalog has them. */
        HADOOP,
        /** A server that speaks Iceberg's REST protocol. */
        REST,
        /** A class named by {@code iceberg.catalog-impl}. */
        IMPL
    }

    /** What shares a data file. */
    public enum FilePer {
        /** One microbatch. */
        MICROBATCH,
        /** One commit. */
        COMMIT
    }

    /** Called by {@link java.util.ServiceLoader}. */
    public IcebergProvider() {}

    @Override
    public String name() {
        return "Apache Iceberg";
    }

    @Override
    public Set<String> schemes() {
        return Set.of("iceberg");
    }

    @Override
    public List<ConfigKey<?>> keys() {
        List<ConfigKey<?>> keys = new ArrayList<>(List.of(
                CATALOG,
                URI,
                WAREHOUSE,
                CATALOG_NAME,
                NAMESPACE,
                FORMAT_VERSION,
                PARTITION_BY,
                SORT_BY,
                FILE_PER,
                KEEP_SNAPSHOTS,
                KEEP_SNAPSHOTS_FOR,
                CATALOG_PROPERTIES,
                TABLE_PROPERTIES));
        keys.addAll(StorageKeys.ALL);
        return keys;
    }

    @Override
    public Loader create(Config config) {
        return new IcebergLoader(IcebergSettings.of(config));
    }
}
