package io.amp4j.lmdb;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
