package io.amp4j.storage;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file under a hidden name, until it is renamed or linked to its own. */
final class DiskOutput extends StorageOutput {
    private static final Logger LOG = LoggerFactory.getLogger(DiskOutput.class);
    private static final String UNFINISHED = ".unfinished";

    private final Path file;
    private final Path hidden;
    private final FileChannel channel;
    private final boolean force;
    private long position;

    private DiskOutput(Path file, Path hidden, FileChannel channel, boolean force) {
        this.file = file;
        this.hidden = hidden;
        this.channel = channel;
        this.force = force;
    }

    static DiskOutput create(Path file, boolean force) {
        Path hidden = file.resolveSibling("." + UUID.randomUUID() + UNFINISHED);
        try {
            Files.createDirectories(file.getParent());
            return new DiskOutput(
                    file,
                    hidden,
                    FileChannel.open(hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    force);
        } catch (IOException e) {
            throw DiskErrors.of("create", file, e);
        }
    }

    static boolean isUnfinished(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") && name.endsWith(UNFINISHED);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw DiskErrors.of("write", file, e);
        }
        position += length;
    }

    @Override
    public void finish() {
        try {
            complete();
            rename();
            forceFolder();
        } catch (IOException e) {
            throw DiskErrors.of("write", file, e);
        }
    }

    @Override
    public void finishUnforced() {
        try {
            channel.close();
            rename();
        } catch (IOException e) {
            throw DiskErrors.of("write", file, e);
        }
    }

    private void rename() throws IOException {
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As {@link #finish()}, but throws {@link java.nio.file.FileAlreadyExistsException} if there is a file of that name. */
    void link() throws IOException {
        complete();
        try {
            Files.createLink(file, hidden);
        } catch (UnsupportedOperationException e) {
            throw new AmpException(
                    LoadError.UNSUPPORTED,
                    "the file system of " + file
                            + " has no hard links, and so no way to write a file only if there is none",
                    e);
        }
        forceFolder();
    }

    private void complete() throws IOException {
        if (force) {
            channel.force(true);
        }
        channel.close();
    }

    /** A new name outlives a power failure once its folder was forced. */
    private void forceFolder() throws IOException {
        if (force) {
            DiskForcing.force(file.getParent());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            LOG.warn("cannot delete {}", hidden, e);
        }
    }
}
