package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseStore.Reading;
import io.amp4j.loader.testkit.SimulationContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("clickhouse")
class ClickHouseCollapsingSimulationTest extends SimulationContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new ClickHouseStore(SharedServer.INSTANCE, Reading.COLLAPSED);
    }

    @Override
    protected long seeds() {
        return Long.getLong("amp4j.simulation.seeds", 2);
    }

    @Override
    protected long killedSeeds() {
        return Long.getLong("amp4j.simulation.killed-seeds", 0);
    }
}
