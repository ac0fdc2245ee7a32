package io.amp4j.postgresql;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

class PostgresqlTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new PostgresqlStore();
    }
}
