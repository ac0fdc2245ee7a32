package io.amp4j.client.admin;

import io.amp4j.client.internal.http.Fields;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One copy of a table in storage. A table may have several, of which at most one is active, and answers queries.
 *
 * @param id its location id
 * @param path where it is, within the storage
 * @param active whether it answers queries
 * @param writer the job that fills it, if there is one
 * @param dataset the dataset's name with its namespace, where the server knows it
 * @param table the table's name, where the server knows it
 * @param manifestHash the manifest that the table is made from, where the server knows it
 */
public record Revision(
        long id,
        String path,
        boolean active,
        OptionalLong writer,
        Optional<String> dataset,
        Optional<String> table,
        Optional<String> manifestHash) {
    static Revision of(Fields fields) {
        Fields metadata = fields.object("metadata");
        Optional<String> namespace = metadata.optionalText("dataset_namespace");
        return new Revision(
                fields.number("id"),
                fields.text("path"),
                fields.truth("active"),
                fields.optionalNumber("writer"),
                metadata.optionalText("dataset_name")
                        .map(name -> namespace.map(it -> it + "/" + name).orElse(name)),
                metadata.optionalText("table_name"),
                metadata.optionalText("manifest_hash"));
    }
}
