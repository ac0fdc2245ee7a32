package io.amp4j.deltalake.internal;

import io.amp4j.storage.Storage;
import io.delta.kernel.engine.FileReadRequest;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** As Delta Kernel's own client of a file system, which needs Hadoop's classes to load. */
final class StorageFileSystem implements FileSystemClient {
    private final Storage storage;
    private final StorageFiles files;

    StorageFileSystem(Storage storage, StorageFiles files) {
        this.storage = storage;
        this.files = files;
    }

    @Override
    public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
        return files.listFrom(path);
    }

    @Override
    public String resolvePath(String path) {
        return files.resolvePath(path);
    }

    @Override
    public CloseableIterator<ByteArrayInputStream> readFiles(CloseableIterator<FileReadRequest> requests) {
        return requests.map(request -> new ByteArrayInputStream(
                storage.read(storage.nameOf(request.getPath()), request.getStartOffset(), request.getReadLength())));
    }

    @Override
    public boolean mkdirs(String path) {
        return files.mkdirs(path);
    }

    @Override
    public boolean delete(String path) {
        return files.delete(path);
    }

    @Override
    public FileStatus getFileStatus(String path) throws IOException {
        return files.getFileStatus(path);
    }

    @Override
    public void copyFileAtomically(String from, String to, boolean overwrite) throws IOException {
        files.copyFileAtomically(from, to, overwrite);
    }
}
