package io.amp4j.iceberg;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class IcebergSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return IcebergStore.ofFormat(directory, 2);
    }
}
