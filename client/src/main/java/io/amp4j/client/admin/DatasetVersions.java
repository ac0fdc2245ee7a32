package io.amp4j.client.admin;

import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.internal.http.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset can be asked for at.
 *
 * @param name the dataset
 * @param versions the highest first
 * @param latest the version that {@code latest} stands for, if there is any
 * @param dev the manifest's hash that {@code dev} stands for, if anything was registered
 */
public record DatasetVersions(
        DatasetName name, List<DatasetVersion> versions, Optional<String> latest, Optional<String> dev) {
    static DatasetVersions of(Fields fields) {
        Fields tags = fields.object("special_tags");
        return new DatasetVersions(
                new DatasetName(fields.text("namespace"), fields.text("name")),
                fields.list("versions", DatasetVersion::of),
                tags.optionalText("latest"),
                tags.optionalText("dev"));
    }
}
