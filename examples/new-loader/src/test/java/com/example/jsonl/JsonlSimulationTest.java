package com.example.jsonl;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
