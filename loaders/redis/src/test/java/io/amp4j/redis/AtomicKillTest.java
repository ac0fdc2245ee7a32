package io.amp4j.redis;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class AtomicKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new RedisStore(Structure.HASH, "&large-units=refuse");
    }
}
