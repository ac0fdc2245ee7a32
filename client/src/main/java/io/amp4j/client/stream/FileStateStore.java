package io.amp4j.client.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A state in one file. */
final class FileStateStore implements StreamStateStore {
    private final Path file;

    FileStateStore(Path file) {
        this.file = file;
    }

    @Override
    public synchronized Optional<String> load() {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DurableFiles.failed("reading", file, e);
        }
    }

    @Override
    public synchronized void save(String state) {
        try {
            DurableFiles.replace(file, channel -> {
                ByteBuffer bytes = ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (IOException e) {
            throw DurableFiles.failed("writing", file, e);
        }
    }
}
