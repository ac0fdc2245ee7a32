package io.amp4j.client.admin;

import io.amp4j.client.dataset.Json;
import io.amp4j.client.internal.http.Fields;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A Parquet file of a revision.
 *
 * @param id its id
 * @param locationId the revision that it belongs to
 * @param name its name within the revision
 * @param url the revision's place; with {@code name} behind it, the file's
 * @param bytes its size, if known
 * @param eTag what tells whether it changed, if known
 * @param objectVersion its version in the storage, if it keeps any
 * @param metadata schema and statistics; the server decides their shape
 */
public record FileInfo(
        long id,
        long locationId,
        String name,
        String url,
        OptionalLong bytes,
        Optional<String> eTag,
        Optional<String> objectVersion,
        Json metadata) {
    static FileInfo of(Fields fields) {
        return new FileInfo(
                fields.number("id"),
                fields.number("location_id"),
                fields.text("file_name"),
                fields.text("url"),
                fields.optionalNumber("object_size"),
                fields.optionalText("object_e_tag"),
                fields.optionalText("object_version"),
                fields.json("metadata").orElseGet(() -> Json.parse("{}")));
    }
}
