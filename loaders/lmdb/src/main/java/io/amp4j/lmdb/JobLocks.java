package io.amp4j.lmdb;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in an environment, among jobs of this process and of others: a byte of one file for each stream, and one for the turn to
 * write. The system ends a lock with the process, however that dies. LMDB has a lock for writers too, but one that cannot be given up waiting
 * for. Thread-safe.
 *
 * <p>One channel serves the whole process: on POSIX systems closing any channel of a file ends all locks that the process holds on it.
 */
final class JobLocks implements AutoCloseable {
    private static final String FILE = "amp.lock";
    private static final long TURN = 0;
    private static final long MILLIS_BETWEEN_TRIES = 2;

    private final Path file;
    private @Nullable FileChannel channel;

    JobLocks(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** Keeps a second job of a stream out, until it is closed. */
    AutoCloseable lockStream(String streamId) {
        return tryLock(position(streamId))
                .orElseThrow(() -> new AmpException(
                        LoadError.LOCKED,
                        "another job holds stream '" + streamId + "' in " + file.getParent()
                                + ": end that one, or load under another stream id into another table"));
    }

    /** Waits until no other job writes. */
    AutoCloseable awaitTurn(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<FileLock> turn = tryLock(TURN);
        while (turn.isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AmpException(
                        LoadError.DESTINATION_UNAVAILABLE,
                        "another job has been writing to " + file.getParent() + " for " + patience.toMillis()
                                + " ms: LMDB has one writer at a time");
            }
            pause();
            turn = tryLock(TURN);
        }
        return turn.get();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmpException(
                    LoadError.DESTINATION_UNAVAILABLE, "interrupted while waiting for another writer", e);
        }
    }

    private synchronized Optional<FileLock> tryLock(long position) {
        try {
            if (channel == null) {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            return Optional.ofNullable(channel.tryLock(position, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // another job of this process
        } catch (IOException e) {
            throw new AmpException(LoadError.DESTINATION_FAILED, file + " cannot be locked: " + e, e);
        }
    }

    /** A place of its own for each stream, of so many that two streams never share one. */
    private static long position(String streamId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(streamId.getBytes(StandardCharsets.UTF_8));
            return 1 + (ByteBuffer.wrap(digest).getLong() & Long.MAX_VALUE >> 1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() {
        if (channel != null) {
            Quietly.close(channel);
            channel = null;
        }
    }
}
