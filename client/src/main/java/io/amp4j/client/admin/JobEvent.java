package io.amp4j.client.admin;

import io.amp4j.client.dataset.Json;
import io.amp4j.client.internal.http.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a job.
 *
 * @param id the event's id, within its job
 * @param type such as {@code SCHEDULED} or {@code COMPLETED}
 * @param worker the worker that recorded it
 * @param at when
 * @param detail more about it; only where one event was asked for, and it has any
 */
public record JobEvent(long id, String type, String worker, Instant at, Optional<Json> detail) {
    static JobEvent of(Fields fields) {
        return new JobEvent(
                fields.number("id"),
                fields.text("event_type"),
                fields.text("node_id"),
                fields.time("created_at"),
                fields.json("detail"));
    }
}
