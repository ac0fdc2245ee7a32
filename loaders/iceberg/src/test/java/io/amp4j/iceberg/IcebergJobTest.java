package io.amp4j.iceberg;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class IcebergJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return IcebergStore.ofFormat(directory, 2);
    }
}
