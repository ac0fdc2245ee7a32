package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ParquetFilesTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return ParquetFilesStore.onDisk(directory);
    }
}
