package io.amp4j.clickhouse;

import io.amp4j.clickhouse.ClickHouseStore.Reading;
import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("clickhouse")
class ClickHouseCollapsingCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new ClickHouseStore(SharedServer.INSTANCE, Reading.COLLAPSED);
    }
}
