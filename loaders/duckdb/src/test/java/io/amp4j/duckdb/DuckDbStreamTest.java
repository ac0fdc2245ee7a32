package io.amp4j.duckdb;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
