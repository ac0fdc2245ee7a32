package io.amp4j.iceberg;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

/** In format version 3, which keeps nanoseconds. */
class IcebergTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return IcebergStore.ofFormat(directory, 3);
    }
}
