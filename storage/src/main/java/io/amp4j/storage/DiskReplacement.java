package io.amp4j.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Compare, then rename, under a lock beside the file. */
final class DiskReplacement {
    /** The operating system's locks belong to the process; among its threads one waits for the other here. */
    private static final ConcurrentMap<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

    private static final String LOCK = ".lock";

    private DiskReplacement() {}

    static boolean isLock(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") && name.endsWith(LOCK);
    }

    static String version(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }

    static Optional<String> replace(Path file, byte[] content, String version, boolean force) {
        Path lockFile = file.resolveSibling("." + file.getFileName() + LOCK);
        synchronized (IN_PROCESS.computeIfAbsent(lockFile, path -> new Object())) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !version(Files.readAllBytes(file)).equals(version)) {
                    return Optional.empty();
                }
                try (DiskOutput out = DiskOutput.create(file, force)) {
                    out.write(content, 0, content.length);
                    out.finish();
                }
                return Optional.of(version(content));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw DiskErrors.of("replace", file, e);
            }
        }
    }
}
