package com.example.jsonl;

import io.amp4j.loader.testkit.CoreContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlCoreTest extends CoreContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
