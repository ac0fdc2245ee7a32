package io.amp4j.snowflake;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("snowflake")
@EnabledIfSystemProperty(named = "amp4j.snowpipe", matches = "all")
class SnowpipeKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowpipeStore(directory);
    }
}
