package io.amp4j.lmdb;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
