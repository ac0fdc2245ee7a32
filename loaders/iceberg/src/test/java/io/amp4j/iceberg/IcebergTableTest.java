package io.amp4j.iceberg;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class IcebergTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return IcebergStore.ofFormat(directory, 2);
    }
}
