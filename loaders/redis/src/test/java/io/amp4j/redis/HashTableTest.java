package io.amp4j.redis;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class HashTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return RedisStore.of(Structure.HASH);
    }
}
