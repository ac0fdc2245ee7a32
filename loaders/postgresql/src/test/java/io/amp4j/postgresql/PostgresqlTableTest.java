package io.amp4j.postgresql;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class PostgresqlTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new PostgresqlStore();
    }
}
