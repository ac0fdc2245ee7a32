package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoaderFeature;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.catalog.Catalog;

/**
 * Tables in folders of an S3 bucket, whose server other tests share. Iceberg's readers are on the class path, a second S3 client is not: rows are
 * read through ours.
 */
final class S3Store extends IcebergStore {
    private final S3Server server;
    private final String warehouse;

    S3Store(S3Server server, Path directory) {
        super(directory, Map.of());
        this.server = server;
        this.warehouse = server.location("warehouse of " + directory.getFileName());
    }

    @Override
    public String uri() {
        return "iceberg:" + warehouse + "?catalog=hadoop";
    }

    @Override
    public Map<String, String> settings() {
        return server.settings();
    }

    @Override
    Catalog catalog() {
        FolderCatalog catalog = new FolderCatalog();
        Map<String, String> properties = new HashMap<>(server.settings());
        properties.put("warehouse", warehouse);
        catalog.initialize("default", properties);
        return catalog;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.DROP, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }
}
