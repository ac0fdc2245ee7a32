package io.amp4j.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One server for all tests of a process: it takes seconds to start. It ends with the process. */
final class SharedServer {
    static final ClickHouseServer INSTANCE = start();

    private SharedServer() {}

    private static ClickHouseServer start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "clickhouse");
            ClickHouseServer server = ClickHouseServer.start(directory);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
