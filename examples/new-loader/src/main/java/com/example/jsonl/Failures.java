package com.example.jsonl;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Set;

/** Turns the file system's errors into amp4j's. */
final class Failures {
    private static final Set<Class<? extends IOException>> PERMANENT = Set.of(
            AccessDeniedException.class,
            AtomicMoveNotSupportedException.class,
            FileAlreadyExistsException.class,
            NotDirectoryException.class);

    private Failures() {}

    /** The type decides: Java gives no error number, and a message's words are not to be trusted. What is not known to last is retried. */
    static AmpException of(IOException error, Path where) {
        LoadError code =
                PERMANENT.contains(error.getClass()) ? LoadError.DESTINATION_FAILED : LoadError.DESTINATION_UNAVAILABLE;
        return new AmpException(code, where + " cannot be read or written: " + error, error);
    }
}
