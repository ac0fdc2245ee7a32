package io.amp4j.lmdb;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
