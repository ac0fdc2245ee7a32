package io.amp4j.snowflake;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@RealAccount
@EnabledIfEnvironmentVariable(named = "SNOWFLAKE_SNOWPIPE_STREAMING", matches = "true")
class AccountSnowpipeStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new AccountSnowpipeStore();
    }
}
