package io.amp4j.client.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A small file that holds secrets: replaced as a whole, readable by its owner alone, changed under a lock (a file {@code NAME.lock} beside it).
 * Thread-safe, and safe beside other processes. On systems without POSIX permissions a user's folder is taken to be the user's.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    /** A file's lock is the process's, not the thread's: threads are kept apart here. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final Path file;

    /**
     * Does no I/O yet.
     *
     * @param file where it is; it need not be there
     */
    public PrivateFile(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /**
     * Where it is.
     *
     * @return an absolute path
     */
    public Path path() {
        return file;
    }

    /**
     * All that is in it.
     *
     * @return the bytes, or empty if there is no such file
     * @throws IOException if it cannot be read
     */
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether somebody beside its owner may read, write or run it.
     *
     * @return false also where there is no file, and on systems without POSIX permissions
     * @throws IOException if that cannot be found out
     */
    public boolean isOpenToOthers() throws IOException {
        try {
            return isPosix() && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Does something that nobody else does to this file at the same time, in whichever process.
     *
     * @param work what to do; not to be nested
     * @param <T> what it gives
     * @return what it gave
     * @throws IOException if the lock cannot be had
     */
    public <T> T locked(Supplier<T> work) throws IOException {
        ReentrantLock threads = THREADS.computeIfAbsent(file, unused -> new ReentrantLock());
        threads.lock();
        try {
            makeFolder();
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
                    FileLock held = channel.lock()) {
                assert held.isValid();
                return work.get();
            }
        } finally {
            threads.unlock();
        }
    }

    /**
     * Writes it anew, as a whole: a reader sees the old bytes or the new. Its folder is made if it is missing. If it is a link, what it leads to is
     * replaced.
     *
     * @param bytes all that shall be in it
     * @throws IOException if it cannot be written; the old file is untouched then
     */
    public void replace(byte[] bytes) throws IOException {
        makeFolder();
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path temporary = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".tmp", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Removes it.
     *
     * @return whether there was one
     * @throws IOException if it cannot be removed
     */
    public boolean delete() throws IOException {
        return Files.deleteIfExists(file);
    }

    private void makeFolder() throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, isPosix() ? attributes(OWNER_ONLY_FOLDER) : new FileAttribute<?>[0]);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix() ? attributes(OWNER_ONLY) : new FileAttribute<?>[0];
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Its path. */
    @Override
    public String toString() {
        return file.toString();
    }
}
