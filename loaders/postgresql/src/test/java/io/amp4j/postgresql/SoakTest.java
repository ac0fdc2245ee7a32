package io.amp4j.postgresql;

import io.amp4j.loader.testkit.soak.Soak;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short soak in each build. Its checks throw. */
class SoakTest {
    @Test
    void ends_with_the_canonical_chain_after_kills_of_loaders_and_servers(@TempDir Path directory) {
        try (Soak soak = new Soak(new PostgresqlSoakStore(directory.resolve("data")), directory, 7)) {
            soak.killLoaders(8);
            soak.killServers(2);
        }
    }
}
