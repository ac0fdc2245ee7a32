package io.amp4j.iceberg;

import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;

/** Tables behind a REST catalog; read back through the server's own catalog. */
final class RestStore extends IcebergStore {
    private final RestServer server;

    RestStore(Path directory) throws Exception {
        super(directory, Map.of());
        this.server = new RestServer(directory);
    }

    @Override
    public String uri() {
        return "iceberg:?catalog=rest&uri=" + server.url();
    }

    @Override
    Catalog catalog() {
        return server.backend();
    }

    @Override
    public void close() {
        server.close();
    }
}
