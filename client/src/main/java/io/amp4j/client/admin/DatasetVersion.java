package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.time.Instant;

/**
 * A version of a dataset.
 *
 * @param version such as {@code 1.0.0}
 * @param manifestHash the hash of what it is made from
 * @param createdAt when it was made
 * @param updatedAt when it was last pointed at another manifest
 */
public record DatasetVersion(String version, String manifestHash, Instant createdAt, Instant updatedAt) {
    static DatasetVersion of(Fields fields) {
        return new DatasetVersion(
                fields.text("version"),
                fields.text("manifest_hash"),
                fields.time("created_at"),
                fields.time("updated_at"));
    }
}
