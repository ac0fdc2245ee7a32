package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.time.Instant;

/**
 * A worker as lists show it.
 *
 * @param id its node id
 * @param heartbeatAt when it last gave a sign of life
 */
public record WorkerInfo(String id, Instant heartbeatAt) {
    static WorkerInfo of(Fields fields) {
        return new WorkerInfo(fields.text("node_id"), fields.time("heartbeat_at"));
    }
}
