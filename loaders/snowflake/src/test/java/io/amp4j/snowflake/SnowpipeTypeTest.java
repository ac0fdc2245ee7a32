package io.amp4j.snowflake;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Tag("snowflake")
@EnabledIfSystemProperty(named = "amp4j.snowpipe", matches = "all")
class SnowpipeTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowpipeStore(directory);
    }
}
