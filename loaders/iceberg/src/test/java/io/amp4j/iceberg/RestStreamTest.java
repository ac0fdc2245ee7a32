package io.amp4j.iceberg;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class RestStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) throws Exception {
        return new RestStore(directory);
    }
}
