package io.amp4j.client.admin;

import io.amp4j.client.dataset.Json;
import io.amp4j.client.internal.http.Fields;
import java.time.Instant;

/**
 * A job.
 *
 * @param id its id
 * @param status where it stands
 * @param worker the worker that it runs on
 * @param createdAt when it was scheduled
 * @param updatedAt when its status last changed
 * @param descriptor what it was asked to do; the server decides its shape
 */
public record JobInfo(long id, JobStatus status, String worker, Instant createdAt, Instant updatedAt, Json descriptor) {
    static JobInfo of(Fields fields) {
        return new JobInfo(
                fields.number("id"),
                new JobStatus(fields.text("status")),
                fields.text("node_id"),
                fields.time("created_at"),
                fields.time("updated_at"),
                fields.json("descriptor").orElseGet(() -> Json.parse("{}")));
    }
}
