package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class S3JobTest extends JobContract {
    private static S3Server s3;
    private static int tests;

    @BeforeAll
    static void startServer() {
        s3 = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        s3.close();
    }

    @Override
    protected TestStore openStore(Path directory) {
        tests++;
        return ParquetFilesStore.inBucket(s3.location("test " + tests), s3.settings(), directory);
    }
}
