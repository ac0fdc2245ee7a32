package io.amp4j.client.registry;

import io.amp4j.client.internal.http.Fields;
import java.util.List;

/**
 * Some of the published datasets.
 *
 * @param datasets in the order that was asked for
 * @param hasNext whether there is another page
 * @param total how many there are on all pages together
 */
public record DatasetPage(List<PublishedDataset> datasets, boolean hasNext, long total) {
    static DatasetPage of(Fields fields) {
        return new DatasetPage(
                fields.list("datasets", PublishedDataset::of),
                fields.truth("has_next_page"),
                fields.number("total_count"));
    }
}
