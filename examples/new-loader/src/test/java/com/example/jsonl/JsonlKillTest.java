package com.example.jsonl;

import io.amp4j.loader.testkit.KillContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlKillTest extends KillContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
