package io.amp4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with the benchmark. */
record Scratch(Path folder) implements AutoCloseable {
    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("amp4j-benchmark"));
    }

    /** Deletes the files in it. */
    void empty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        empty();
        Files.delete(folder);
    }
}
