package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ParquetFilesKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return ParquetFilesStore.onDisk(directory);
    }
}
