package io.amp4j.duckdb;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

class DuckDbTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new DuckDbStore(directory);
    }
}
