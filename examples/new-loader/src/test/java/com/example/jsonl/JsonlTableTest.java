package com.example.jsonl;

import io.amp4j.loader.testkit.TableContract;
import io.amp4j.loader.testkit.TestStore;
import java.nio.file.Path;

class JsonlTableTest extends TableContract {
    @Override
    protected TestStore openStore(Path directory) {
        return new JsonlStore(directory);
    }
}
