package io.amp4j.deltalake;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;
import java.util.Map;

class DeltaTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DeltaStore(directory.resolve("test data").toString(), Map.of());
    }
}
