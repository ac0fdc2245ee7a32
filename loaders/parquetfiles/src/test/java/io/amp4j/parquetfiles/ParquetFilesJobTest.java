package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ParquetFilesJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return ParquetFilesStore.onDisk(directory);
    }
}
