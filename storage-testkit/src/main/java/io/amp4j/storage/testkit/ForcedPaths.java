package io.amp4j.storage.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The files and folders that were forced to disk, as the JVM's flight recorder saw it: what would outlive a power failure. */
public final class ForcedPaths {
    private ForcedPaths() {}

    /**
     * Runs code and watches it, in all threads.
     *
     * @param code what may force files
     * @return absolute paths, each as often as it was forced, in the order in which forcing ended; files under the names that they were opened by
     */
    public static List<Path> during(Runnable code) {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold().withoutStackTrace();
            recording.start();
            code.run();
            recording.stop();
            return paths(recording);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> paths(Recording recording) throws IOException {
        Path file = Files.createTempFile("forced", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                    .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                    .map(event -> Path.of(event.getString("path")))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }
}
