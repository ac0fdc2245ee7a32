package io.amp4j.loader.testkit;

import io.amp4j.loader.spi.TableName;
import io.amp4j.loader.testkit.internal.ClassArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The classes with which child processes start. Most of a short life is loading them, so for each kind of destination a first child, which nobody
 * kills, leaves them in an archive. Without one, children start as they do anywhere.
 */
final class ChildClasses {
    private static final Map<String, ClassArchive> ARCHIVES = new ConcurrentHashMap<>();

    private ChildClasses() {}

    static ClassArchive of(TestStore store, Path directory) {
        String kind = store.uri().replaceFirst("/.*", "");
        return ARCHIVES.computeIfAbsent(kind, first -> learn(store, directory));
    }

    private static ClassArchive learn(TestStore store, Path directory) {
        ClassArchive classes = ClassArchive.in(newDirectory());
        TableName table = store.table("child_classes");
        // It reaches the end before it has begun so often.
        List<String> never = List.of(ChildTask.STREAM.name(), Step.BEFORE_BEGIN.name(), "1000");
        try (ChildProcess child = ChildProcess.start(
                KillChild.class, classes.recording(), directory, ChildProcess.arguments(never, store, table))) {
            child.awaitEnd();
        }
        return classes;
    }

    private static Path newDirectory() {
        try {
            Path directory = Files.createTempDirectory("amp4j-child-classes");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The operating system sweeps its temporary directory.
        }
    }
}
