package io.amp4j.lmdb;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
