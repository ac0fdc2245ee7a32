package io.amp4j.redis;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class StreamStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return RedisStore.of(Structure.STREAM);
    }
}
