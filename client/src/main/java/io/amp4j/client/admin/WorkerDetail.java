package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * A worker, and what it runs.
 *
 * @param id its node id
 * @param createdAt when it was first seen
 * @param registeredAt when it last started
 * @param heartbeatAt when it last gave a sign of life
 * @param build what it runs
 */
public record WorkerDetail(String id, Instant createdAt, Instant registeredAt, Instant heartbeatAt, Build build) {
    /**
     * What a worker was built from. Each is text, as a worker that does not know says {@code unknown}.
     *
     * @param version its version
     * @param commit the commit's hash
     * @param committedAt when that was made
     * @param builtAt when the worker was built
     */
    public record Build(
            Optional<String> version,
            Optional<String> commit,
            Optional<String> committedAt,
            Optional<String> builtAt) {}

    static WorkerDetail of(Fields fields) {
        Fields info = fields.object("info");
        return new WorkerDetail(
                fields.text("node_id"),
                fields.time("created_at"),
                fields.time("registered_at"),
                fields.time("heartbeat_at"),
                new Build(
                        info.optionalText("version"),
                        info.optionalText("commit_sha"),
                        info.optionalText("commit_timestamp"),
                        info.optionalText("build_date")));
    }
}
