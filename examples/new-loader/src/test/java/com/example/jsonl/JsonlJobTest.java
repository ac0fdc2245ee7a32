package com.example.jsonl;

import io.amp4j.loader.testkit.JobContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlJobTest extends JobContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
