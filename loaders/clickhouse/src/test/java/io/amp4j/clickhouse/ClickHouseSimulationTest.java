package io.amp4j.clickhouse;

import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("clickhouse")
class ClickHouseSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new ClickHouseStore(SharedServer.INSTANCE);
    }
}
