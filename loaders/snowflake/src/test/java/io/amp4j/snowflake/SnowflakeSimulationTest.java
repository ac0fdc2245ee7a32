package io.amp4j.snowflake;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("snowflake")
class SnowflakeSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowflakeStore("");
    }

    /** Each statement costs fakesnow a tenth of a second. */
    @Override
    protected long seeds() {
        return Long.getLong("amp4j.simulation.seeds", 1);
    }

    @Override
    protected long killedSeeds() {
        return Long.getLong("amp4j.simulation.killed-seeds", 1);
    }
}
