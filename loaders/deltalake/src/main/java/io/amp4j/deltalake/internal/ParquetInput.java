package io.amp4j.deltalake.internal;

import io.amp4j.client.AmpException;
import io.amp4j.storage.Storage;
import io.amp4j.storage.StorageError;
import io.amp4j.storage.StorageInput;
import io.amp4j.storage.StoredFile;
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
        this.length = length(storage, name);
    }

    private static long length(Storage storage, String name) {
        return storage.find(name)
                .map(StoredFile::length)
                .orElseThrow(
                        () -> new AmpException(StorageError.NOT_FOUND, "there is no file " + storage.locationOf(name)));
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
