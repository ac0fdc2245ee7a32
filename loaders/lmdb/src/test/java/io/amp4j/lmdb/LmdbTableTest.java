package io.amp4j.lmdb;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class LmdbTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new LmdbStore(directory);
    }
}
