package io.amp4j.postgresql;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class PostgresqlJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new PostgresqlStore();
    }
}
