package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Gives a disk's failure its code. */
final class DiskErrors {
    private static final long FULL = 1 << 20;

    private DiskErrors() {}

    static AmpException of(String verb, Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return Names.missing(file.toString());
        }
        return new AmpException(
                code(file, e),
                "cannot " + verb + " " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage(),
                e);
    }

    private static LoadError code(Path file, IOException e) {
        if (e instanceof AccessDeniedException) {
            return LoadError.DESTINATION_UNAUTHENTICATED;
        }
        if (e instanceof NotDirectoryException) {
            return LoadError.DESTINATION_FAILED;
        }
        return isFull(file) ? LoadError.DESTINATION_EXHAUSTED : LoadError.DESTINATION_UNAVAILABLE;
    }

    /** Java says "no space" in words only, so the disk is asked. */
    private static boolean isFull(Path file) {
        for (Path path = file; path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                try {
                    return Files.getFileStore(path).getUsableSpace() < FULL;
                } catch (IOException e) {
                    return false;
                }
            }
        }
        return false;
    }
}
