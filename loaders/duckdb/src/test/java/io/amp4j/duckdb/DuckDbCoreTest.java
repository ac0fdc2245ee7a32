package io.amp4j.duckdb;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
