package io.amp4j.postgresql;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class PostgresqlCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new PostgresqlStore();
    }
}
