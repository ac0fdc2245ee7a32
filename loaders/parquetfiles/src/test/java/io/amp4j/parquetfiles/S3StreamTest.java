package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;

class S3StreamTest extends StreamContract {
    @AutoClose
    private static final S3Server S3 = S3Server.start();

    private static int tests;

    @Override
    protected TestStore openStore(Path directory) {
        tests++;
        return ParquetFilesStore.inBucket(S3.location("test " + tests), S3.settings(), directory);
    }
}
