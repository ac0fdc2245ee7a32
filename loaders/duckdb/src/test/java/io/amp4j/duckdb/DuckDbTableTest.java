package io.amp4j.duckdb;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class DuckDbTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
