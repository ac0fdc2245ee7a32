package io.amp4j.clickhouse;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("clickhouse")
class ClickHouseTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new ClickHouseStore(SharedServer.INSTANCE);
    }
}
