package io.amp4j.redis;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("redis-json")
class JsonTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return RedisStore.of(Structure.JSON);
    }
}
