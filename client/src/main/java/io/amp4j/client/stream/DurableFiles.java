package io.amp4j.client.stream;

import io.amp4j.client.AmpException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are there as a whole, or not at all, whenever the power goes. */
final class DurableFiles {
    private static final Logger LOG = LoggerFactory.getLogger(DurableFiles.class);

    private DurableFiles() {}

    /** What fills a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    static void replace(Path file, Content content) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(file.toAbsolutePath().getParent());
    }

    /** A rename survives a power cut only once its directory is on the disk. Not every platform can open one. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be written through", directory, e);
        }
    }

    static AmpException failed(String what, Path file, IOException e) {
        String wayOut = e instanceof NoSuchFileException
                ? "it, or its directory, is not there. Make the directory, or mount it if it held something"
                : e.getMessage() + ". Check that the disk has room and the file is yours";
        return new AmpException(StreamError.STORE, what + " " + file + " failed: " + wayOut, e);
    }
}
