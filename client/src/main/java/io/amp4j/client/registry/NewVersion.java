package io.amp4j.client.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.internal.http.Bodies;
import java.util.Optional;

/**
 * A version to publish. Immutable; each method gives another one.
 *
 * @param version its name, such as {@code 1.0.0}
 * @param manifest what it is made from
 * @param status where it is to stand
 * @param changelog what changed with it, if there is something to say
 */
public record NewVersion(String version, Manifest manifest, VersionStatus status, Optional<String> changelog) {
    /**
     * A version for others to use.
     *
     * @param version its name
     * @param manifest what it is made from
     */
    public NewVersion(String version, Manifest manifest) {
        this(version, manifest, VersionStatus.PUBLISHED, Optional.empty());
    }

    /**
     * As this, but not yet for others.
     *
     * @return the version
     */
    public NewVersion asDraft() {
        return new NewVersion(version, manifest, VersionStatus.DRAFT, changelog);
    }

    /**
     * As this, saying what changed.
     *
     * @param text for those who use the version before
     * @return the version
     */
    public NewVersion changelog(String text) {
        return new NewVersion(version, manifest, status, Optional.of(text));
    }

    ObjectNode json() {
        ObjectNode json = Bodies.object()
                .put("version_tag", version)
                .put("kind", manifest.kind())
                .put("status", status.word());
        changelog.ifPresent(text -> json.put("changelog", text));
        json.set("manifest", Bodies.json(manifest.json()));
        return json;
    }
}
