package io.amp4j.snowflake;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("snowflake")
class SnowpipeJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new SnowpipeStore(directory);
    }
}
