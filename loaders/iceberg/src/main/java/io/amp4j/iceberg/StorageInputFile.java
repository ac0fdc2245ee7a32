package io.amp4j.iceberg;

import io.amp4j.client.AmpException;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageError;
import io.amp4j.storage.StorageInput;
import io.amp4j.storage.StoredFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** A file of a storage, to be read. */
final class StorageInputFile implements InputFile {
    private static final long UNKNOWN = -1;

    private final Storage storage;
    private final String name;
    private final String location;
    private long length;

    StorageInputFile(Storage storage, String name, String location) {
        this(storage, name, location, UNKNOWN);
    }

    StorageInputFile(Storage storage, String name, String location, long length) {
        this.storage = storage;
        this.name = name;
        this.location = location;
        this.length = length;
    }

    @Override
    public long getLength() {
        if (length == UNKNOWN) {
            length = find().map(StoredFile::length).orElseThrow(() -> missing(null));
        }
        return length;
    }

    @Override
    public boolean exists() {
        return find().isPresent();
    }

    private Optional<StoredFile> find() {
        return storage.find(name);
    }

    @Override
    public SeekableInputStream newStream() {
        StorageInput in = found(() -> storage.open(name));
        length = in.length(); // Iceberg asks for it next
        return new Stream(in);
    }

    @Override
    public String location() {
        return location;
    }

    /** Iceberg has an exception of its own for a file that is not there. */
    private <T> T found(Supplier<T> call) {
        try {
            return call.get();
        } catch (AmpException e) {
            throw e.code() == StorageError.NOT_FOUND ? missing(e) : e;
        }
    }

    private NotFoundException missing(@Nullable AmpException cause) {
        return cause == null
                ? new NotFoundException("there is no file %s", location)
                : new NotFoundException(cause, "there is no file %s", location);
    }

    @Override
    public String toString() {
        return location;
    }

    private static final class Stream extends SeekableInputStream {
        private final StorageInput in;

        Stream(StorageInput in) {
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
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] to, int offset, int count) throws IOException {
            return in.read(to, offset, count);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
