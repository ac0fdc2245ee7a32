package io.amp4j.iceberg;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class IcebergKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return IcebergStore.ofFormat(directory, 2);
    }
}
