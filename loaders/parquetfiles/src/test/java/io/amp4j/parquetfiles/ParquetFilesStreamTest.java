package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ParquetFilesStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return ParquetFilesStore.onDisk(directory);
    }
}
