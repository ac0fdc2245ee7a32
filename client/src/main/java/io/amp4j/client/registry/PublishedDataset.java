package io.amp4j.client.registry;

import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.internal.http.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A published dataset.
 *
 * @param name its name
 * @param owner whose it is
 * @param visibility who finds it
 * @param about what it says of itself
 * @param createdAt when it was first published
 * @param updatedAt when it last changed
 * @param latest its latest version, if it has any
 * @param versions all of them, the latest first; empty where the registry leaves them out
 * @param score how well it fits, from a search; the more the better
 */
public record PublishedDataset(
        DatasetName name,
        String owner,
        Visibility visibility,
        About about,
        Instant createdAt,
        Instant updatedAt,
        Optional<PublishedVersion> latest,
        List<PublishedVersion> versions,
        OptionalDouble score) {
    static PublishedDataset of(Fields fields) {
        return new PublishedDataset(
                new DatasetName(fields.text("namespace"), fields.text("name")),
                fields.text("owner"),
                new Visibility(fields.text("visibility")),
                About.of(fields),
                fields.time("created_at"),
                fields.time("updated_at"),
                fields.optionalObject("latest_version").map(PublishedVersion::of),
                fields.optionalList("versions", PublishedVersion::of),
                fields.optionalFraction("score"));
    }
}
