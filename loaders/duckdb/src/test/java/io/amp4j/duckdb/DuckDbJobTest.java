package io.amp4j.duckdb;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
