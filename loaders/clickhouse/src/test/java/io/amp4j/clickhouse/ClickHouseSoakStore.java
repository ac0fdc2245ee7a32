package io.amp4j.clickhouse;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.soak.SoakCommand;
import io.amp4j.loader.testkit.soak.SoakStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A ClickHouse of its own for a soak. */
final class ClickHouseSoakStore implements SoakStore {
    private final ClickHouseServer server;
    private final ClickHouseStore store;

    ClickHouseSoakStore(Path directory) {
        this.server = ClickHouseServer.start(directory);
        this.store = new ClickHouseStore(server);
    }

    /**
     * The whole soak, by hand: {@code loaders/clickhouse/soak}.
     *
     * @param args kills of loaders, kills of servers, seed
     * @throws IOException if there is no place for the server's data
     */
    public static void main(String[] args) throws IOException {
        new SoakCommand(200, 20, ClickHouseSoakStore::new).run(args);
    }

    @Override
    public String uri() {
        return store.uri() + "?connect-timeout=2s";
    }

    @Override
    public void killServer() {
        server.kill();
    }

    @Override
    public void restartServer() {
        server.start();
    }

    @Override
    public List<Map<String, @Nullable Object>> rows(TableName table, List<Field> columns) {
        return store.rows(table, columns);
    }

    @Override
    public @Nullable Object stored(Field field, @Nullable Object value) {
        return store.stored(field, value);
    }

    @Override
    public void close() {
        server.close();
    }
}
