package io.amp4j.redis;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

class StringTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return RedisStore.of(Structure.STRING);
    }
}
