package io.amp4j.redis;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("redis-json")
class JsonStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return RedisStore.of(Structure.JSON);
    }
}
