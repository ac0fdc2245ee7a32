package io.amp4j.deltalake.internal;

import io.amp4j.client.AmpException;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageError;
import io.amp4j.storage.StorageInput;
import io.amp4j.storage.StoredFile;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.PositionOutputStream;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Delta Kernel's files. What it decides by, a file that is there or not, is told with the exceptions that it knows; whatever else fails passes
 * through it with its own code.
 */
final class StorageFiles implements FileIO {
    private final Storage storage;
    private final LogCache cache;

    StorageFiles(Storage storage) {
        this.storage = storage;
        this.cache = new LogCache(storage);
    }

    /** Paths go out as Delta Kernel writes them itself (one slash behind {@code file:}), since it compares them. */
    private FileStatus status(StoredFile file) {
        return FileStatus.of(
                resolvePath(storage.locationOf(file.name())),
                file.length(),
                file.modified().toEpochMilli());
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        List<StoredFile> files = storage.listFrom(storage.nameOf(path));
        cache.listed(files);
        if (files.isEmpty()) {
            throw new FileNotFoundException(path);
        }
        return Utils.toCloseableIterator(files.stream().map(this::status).iterator());
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        String name = storage.nameOf(path);
        Optional<StoredFile> file = cache.findWritten(name).or(() -> storage.find(name));
        return status(file.orElseThrow(() -> new FileNotFoundException(path)));
    }

    @Override
    public String resolvePath(String path) {
        return new Path(path).toString();
    }

    @Override
    public boolean mkdirs(String path) {
        return true; // folders come with their files
    }

    @Override
    public boolean delete(String path) {
        storage.delete(List.of(storage.nameOf(path)));
        return true;
    }

    @Override
    public Optional<String> getConf(String key) {
        return Optional.empty();
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
        write(to, storage.read(storage.nameOf(from)), overwrite);
    }

    private void write(String path, byte[] content, boolean overwrite) throws IOException {
        String name = storage.nameOf(path);
        if (overwrite) {
            storage.put(name, content);
        } else if (!storage.putIfAbsent(name, content)) {
            throw new FileAlreadyExistsException(path);
        }
        cache.written(new StoredFile(name, content.length, Instant.now()));
    }

    @Override
    public InputFile newInputFile(String path, long length) {
        return new InputFile() {
            @Override
            public long length() throws IOException {
                return length >= 0 ? length : getFileStatus(path).getSize();
            }

            @Override
            public String path() {
                return path;
            }

            @Override
            public SeekableInputStream newStream() throws IOException {
                String name = storage.nameOf(path);
                try {
                    Optional<byte[]> content = cache.read(name);
                    return content.isPresent() ? new InMemory(content.get()) : new Seekable(storage.open(name));
                } catch (AmpException e) {
                    if (e.code() == StorageError.NOT_FOUND) {
                        throw new FileNotFoundException(path);
                    }
                    throw e;
                }
            }
        };
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new OutputFile() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public PositionOutputStream create(boolean atomic) {
                throw new UnsupportedOperationException("only logs are written here");
            }

            @Override
            public void writeAtomically(CloseableIterator<String> lines, boolean overwrite) throws IOException {
                StringBuilder text = new StringBuilder();
                try (lines) {
                    while (lines.hasNext()) {
                        text.append(lines.next()).append('\n');
                    }
                }
                write(path, text.toString().getBytes(StandardCharsets.UTF_8), overwrite);
            }
        };
    }

    private static final class InMemory extends SeekableInputStream {
        private final byte[] content;
        private int position;

        InMemory(byte[] content) {
            this.content = content;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = (int) Objects.checkFromToIndex(to, content.length, content.length);
        }

        @Override
        public void readFully(byte[] to, int offset, int length) throws IOException {
            if (readNBytes(to, offset, length) < length) {
                throw new EOFException("the file ends at byte " + content.length);
            }
        }

        @Override
        public int read() {
            return position < content.length ? content[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = Math.min(length, content.length - position);
            if (count == 0 && length > 0) {
                return -1;
            }
            System.arraycopy(content, position, to, offset, count);
            position += count;
            return count;
        }
    }

    private static final class Seekable extends SeekableInputStream {
        private final StorageInput in;

        Seekable(StorageInput in) {
            this.in = in;
        }

        @Override
        public long getPos() {
            return in.position();
        }

        @Override
        public void seek(long position) {
            in.seek(position);
        }

        @Override
        public void readFully(byte[] to, int offset, int length) throws IOException {
            if (in.readNBytes(to, offset, length) < length) {
                throw new EOFException("the file ends at byte " + in.length());
            }
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return in.read(to, offset, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
