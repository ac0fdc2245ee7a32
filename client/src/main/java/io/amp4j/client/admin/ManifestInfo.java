package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;

/**
 * A manifest as lists show it.
 *
 * @param hash its hash, by which it is named
 * @param kind the kind of dataset
 * @param datasets how many datasets use it
 */
public record ManifestInfo(String hash, String kind, long datasets) {
    static ManifestInfo of(Fields fields) {
        return new ManifestInfo(fields.text("hash"), fields.text("kind"), fields.number("dataset_count"));
    }
}
