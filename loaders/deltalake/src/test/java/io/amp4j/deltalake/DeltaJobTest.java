package io.amp4j.deltalake;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import java.util.Map;

class DeltaJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DeltaStore(directory.resolve("test data").toString(), Map.of());
    }
}
