package io.amp4j.storage;

import io.amp4j.client.ErrorCode;
import io.amp4j.client.ErrorKind;

/** What only a storage can say; whatever else goes wrong has a code of {@link io.amp4j.loader.LoadError}. */
public enum StorageError implements ErrorCode {
    /** There is no file of that name. */
    NOT_FOUND("AMP-STORAGE-NOT-FOUND"),
    /** A name that leaves the storage, or that cannot be a file's name everywhere. */
    NAME("AMP-STORAGE-NAME");

    private final String id;

    StorageError(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return ErrorKind.DESTINATION;
    }

    @Override
    public boolean retryable() {
        return false;
    }
}
