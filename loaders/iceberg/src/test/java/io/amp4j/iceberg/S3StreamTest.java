package io.amp4j.iceberg;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;

class S3StreamTest extends StreamContract {
    @AutoClose
    private static final S3Server SERVER = S3Server.start();

    @Override
    protected TestStore openStore(Path directory) {
        return new S3Store(SERVER, directory);
    }
}
