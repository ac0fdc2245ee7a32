package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Fields;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The manifests of a server. Thread-safe. Each method makes one call, and fails with a code of {@link AdminError} or a general one. */
public final class Manifests {
    private final JsonHttp http;

    Manifests(JsonHttp http) {
        this.http = http;
    }

    /**
     * All manifests.
     *
     * @return by hash
     */
    public List<ManifestInfo> list() {
        return http.get("manifests").answer().list("manifests", ManifestInfo::of);
    }

    /**
     * Keeps a manifest, without a dataset that uses it. One that is there already is no error.
     *
     * @param manifest the manifest
     * @return its hash
     * @throws AmpException with code {@link AdminError#MANIFEST_VALIDATION_ERROR} and the like if it is refused
     */
    public String register(Manifest manifest) {
        return http.post("manifests")
                .body(Bodies.json(manifest.json()))
                .answer()
                .text("hash");
    }

    /**
     * A manifest.
     *
     * @param hash its hash
     * @return the manifest
     * @throws AmpException with code {@link AdminError#MANIFEST_NOT_FOUND} if there is none
     */
    public Manifest get(String hash) {
        return new Manifest(http.get("manifests", hash).answer().all());
    }

    /**
     * Who uses a manifest.
     *
     * @param hash its hash
     * @return the datasets at the versions that do
     * @throws AmpException with code {@link AdminError#MANIFEST_NOT_FOUND} if there is none
     */
    public List<DatasetRef> datasets(String hash) {
        return http.get("manifests", hash, "datasets")
                .answer()
                .list(
                        "datasets",
                        each -> new DatasetName(each.text("namespace"), each.text("name")).at(each.text("version")));
    }

    /**
     * Deletes a manifest. One that is not there is no error.
     *
     * @param hash its hash
     * @throws AmpException with code {@link AdminError#MANIFEST_LINKED} if a dataset uses it
     */
    public void delete(String hash) {
        http.delete("manifests", hash).run();
    }

    /**
     * Deletes the manifests that no dataset uses.
     *
     * @return how many; empty if the server does not say
     */
    public OptionalLong prune() {
        Fields answer = http.delete("manifests").answer();
        return Stream.of("deleted_count", "deleted", "files_scheduled")
                .map(answer::optionalNumber)
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }
}
