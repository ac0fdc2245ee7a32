package com.example.jsonl;

import io.amp4j.loader.testkit.StreamContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlStreamTest extends StreamContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
