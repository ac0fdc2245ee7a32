package io.amp4j.deltalake.internal;

import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of a storage as parquet-java reads it. */
final class ParquetInput implements InputFile {
    private final Storage storage;
    private final String name;
    private final long length;

    ParquetInput(Storage storage, String path) {
        this.storage = storage;
        this.name = storage.nameOf(path);
        try (StorageInput in = storage.open(name)) {
            this.length = in.length();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        StorageInput in = storage.open(name);
        return new DelegatingSeekableInputStream(in) {
            @Override
            public long getPos() {
                return in.position();
            }

            @Override
            public void seek(long position) {
                in.seek(position);
            }
        };
    }

    @Override
    public String toString() {
        return storage.locationOf(name);
    }
}
