package io.amp4j.snowflake;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("snowflake")
class SnowpipeStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowpipeStore(directory);
    }
}
