package com.example.jsonl;

import io.amp4j.loader.testkit.TestStore;
import io.amp4j.loader.testkit.TypeContract;
import java.nio.file.Path;

class JsonlTypeTest extends TypeContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
