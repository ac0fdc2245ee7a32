package io.amp4j.iceberg;

import io.amp4j.loader.spi.LoaderFeature;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.hadoop.HadoopCatalog;

/** Tables in folders, read back through Iceberg's HadoopCatalog. */
final class FolderStore extends IcebergStore {
    FolderStore(Path directory) {
        super(directory, Map.of());
    }

    @Override
    public String uri() {
        return super.uri() + "?catalog=hadoop";
    }

    @Override
    Catalog catalog() {
        HadoopCatalog catalog = new HadoopCatalog();
        catalog.setConf(new org.apache.hadoop.conf.Configuration());
        catalog.initialize("default", Map.of("warehouse", "file://" + warehouse()));
        return catalog;
    }

    @Override
    public Set<LoaderFeature> lacks() {
        return Set.of(LoaderFeature.DROP, LoaderFeature.LOCKS_OUT_NEWCOMERS);
    }
}
