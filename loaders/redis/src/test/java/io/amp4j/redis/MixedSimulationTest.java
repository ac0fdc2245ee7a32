package io.amp4j.redis;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class MixedSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new RedisStore(Structure.HASH, "&max-unit-bytes=2KiB");
    }
}
