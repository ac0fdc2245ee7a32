package io.amp4j.deltalake;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same in a bucket: commits by {@code If-None-Match}. */
class DeltaS3JobTest extends JobContract {
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
        return new DeltaStore(server.location("lake/" + directory.getFileName()), server.settings());
    }
}
