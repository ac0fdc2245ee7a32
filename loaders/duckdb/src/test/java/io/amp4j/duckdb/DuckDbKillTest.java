package io.amp4j.duckdb;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
