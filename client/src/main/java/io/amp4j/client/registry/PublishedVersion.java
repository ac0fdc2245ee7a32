package io.amp4j.client.registry;

import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.internal.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A version of a published dataset.
 *
 * @param ref the dataset and the version
 * @param status where it stands
 * @param createdAt when it was published, as the registry writes it
 * @param changelog what changed with it, where its owner says so
 * @param ancestors the versions of other datasets that it reads
 */
public record PublishedVersion(
        DatasetRef ref, VersionStatus status, String createdAt, Optional<String> changelog, List<String> ancestors) {
    static PublishedVersion of(Fields fields) {
        return new PublishedVersion(
                DatasetRef.parse(fields.text("dataset_reference")),
                new VersionStatus(fields.text("status")),
                fields.text("created_at"),
                fields.optionalText("changelog"),
                fields.optionalList("ancestors", each -> each.text("dataset_reference")));
    }

    /**
     * The version's name.
     *
     * @return such as {@code 1.0.0}
     */
    public String version() {
        return ref.revision();
    }
}
