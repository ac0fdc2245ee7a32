package io.amp4j.redis;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class ChunkedJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new RedisStore(Structure.HASH, "&max-unit-bytes=1KiB");
    }
}
