package com.example.jsonl;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps a second job out of a table. The system ends the lock with the process, however that dies. */
final class TableLock implements AutoCloseable {
    /**
     * On POSIX systems a lock belongs to the process, and closing any channel of its file ends it: a second session of this JVM must be
     * turned away before it opens one.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private @Nullable FileChannel channel;

    private TableLock(Path file) {
        this.file = file;
    }

    static TableLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            TableLock lock = new TableLock(directory.toRealPath().resolve("lock"));
            if (!HELD_HERE.add(lock.file)) {
                throw locked(directory);
            }
            try {
                lock.channel = FileChannel.open(lock.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (lock.channel.tryLock() == null) {
                    throw locked(directory);
                }
                return lock;
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw Failures.of(e, directory);
        }
    }

    private static AmpException locked(Path directory) {
        return new AmpException(
                LoadError.LOCKED, "another job fills " + directory + ": end that one, or load into another table");
    }

    @Override
    public void close() {
        if (channel != null) {
            Quietly.close(channel);
        }
        HELD_HERE.remove(file);
    }
}
