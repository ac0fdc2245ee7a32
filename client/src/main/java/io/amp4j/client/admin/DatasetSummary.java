package io.amp4j.client.admin;

import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.internal.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A dataset as lists show it.
 *
 * @param name its name
 * @param latest its highest version, if it has any
 * @param versions all of them, the highest first
 */
public record DatasetSummary(DatasetName name, Optional<String> latest, List<String> versions) {
    static DatasetSummary of(Fields fields) {
        return new DatasetSummary(
                new DatasetName(fields.text("namespace"), fields.text("name")),
                fields.optionalText("latest_version"),
                fields.texts("versions"));
    }
}
