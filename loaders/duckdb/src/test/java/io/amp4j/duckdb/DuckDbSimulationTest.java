package io.amp4j.duckdb;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }

    @Override
    protected long killedSeeds() {
        return Long.getLong("amp4j.simulation.killed-seeds", 3);
    }
}
