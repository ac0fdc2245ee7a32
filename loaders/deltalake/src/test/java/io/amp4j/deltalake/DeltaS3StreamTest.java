package io.amp4j.deltalake;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;

/** The same in a bucket: commits by {@code If-None-Match}. */
class DeltaS3StreamTest extends StreamContract {
    @AutoClose
    private static final S3Server SERVER = S3Server.start();

    @Override
    protected TestStore openStore(Path directory) {
        return new DeltaStore(SERVER.location("lake/" + directory.getFileName()), SERVER.settings());
    }
}
