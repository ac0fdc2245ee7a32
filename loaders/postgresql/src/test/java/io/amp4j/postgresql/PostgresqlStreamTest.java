package io.amp4j.postgresql;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class PostgresqlStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new PostgresqlStore();
    }
}
