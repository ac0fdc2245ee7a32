package io.amp4j.snowflake;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("snowflake")
@EnabledIfSystemProperty(named = "amp4j.snowpipe", matches = "all")
class SnowpipeStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowpipeStore(directory);
    }
}
