package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.internal.http.JsonHttp;

/** The files of a server's storage. Thread-safe. */
public final class Files {
    private final JsonHttp http;

    Files(JsonHttp http) {
        this.http = http;
    }

    /**
     * A file.
     *
     * @param id its id
     * @return what the server knows of it
     * @throws AmpException with code {@link AdminError#FILE_NOT_FOUND} if there is none
     */
    public FileInfo get(long id) {
        return FileInfo.of(http.get("files", String.valueOf(id)).answer());
    }
}
