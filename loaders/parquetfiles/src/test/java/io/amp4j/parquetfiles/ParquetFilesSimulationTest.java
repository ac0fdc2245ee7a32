package io.amp4j.parquetfiles;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ParquetFilesSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return ParquetFilesStore.onDisk(directory);
    }
}
