package io.amp4j.lmdb;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
