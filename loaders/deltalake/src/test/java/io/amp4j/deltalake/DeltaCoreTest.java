package io.amp4j.deltalake;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import java.util.Map;

class DeltaCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DeltaStore(directory.resolve("test data").toString(), Map.of());
    }
}
