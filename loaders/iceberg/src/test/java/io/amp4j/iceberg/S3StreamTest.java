package io.amp4j.iceberg;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3StreamTest extends StreamContract {
    private static S3Server server;

    @BeforeAll
    static void start_server() {
        server = S3Server.start();
    }

    @AfterAll
    static void stop_server() {
        server.close();
    }

    @Override
    protected TestStore openStore(Path directory) {
        return new S3Store(server, directory);
    }
}
