package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.List;

/** The workers of a server. Thread-safe. */
public final class Workers {
    private final JsonHttp http;

    Workers(JsonHttp http) {
        this.http = http;
    }

    /**
     * All workers.
     *
     * @return as the server lists them
     */
    public List<WorkerInfo> list() {
        return http.get("workers").answer().list("workers", WorkerInfo::of);
    }

    /**
     * A worker, and what it runs.
     *
     * @param id its node id
     * @return the worker
     * @throws AmpException with code {@link AdminError#WORKER_NOT_FOUND} if there is none
     */
    public WorkerDetail get(String id) {
        return WorkerDetail.of(http.get("workers", id).answer());
    }
}
