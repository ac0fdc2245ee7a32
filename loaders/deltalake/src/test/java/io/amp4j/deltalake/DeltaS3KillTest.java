package io.amp4j.deltalake;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import io.amp4j.storage.testkit.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** The kills in a bucket: they take minutes, so they run when they are asked for. */
@Tag("soak")
class DeltaS3KillTest extends KillContract {
    @AutoClose
    private static final S3Server SERVER = S3Server.start();

    @Override
    protected TestStore openStore(Path directory) {
        return new DeltaStore(SERVER.location("lake/" + directory.getFileName()), SERVER.settings());
    }
}
