package io.amp4j.client.admin;

import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.Manifest;

/** A manifest that a server has not got yet. Immutable, thread-safe. */
public final class DraftDataset {
    private final AdminClient admin;
    private final Manifest manifest;

    DraftDataset(AdminClient admin, Manifest manifest) {
        this.admin = admin;
        this.manifest = manifest;
    }

    /**
     * The manifest.
     *
     * @return to be looked at, kept in a file or published
     */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Registers it as what a dataset's {@code dev} stands for.
     *
     * @param namespace the dataset's namespace; {@code _} for none
     * @param name the dataset's name
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_VALIDATION_ERROR} and the like if the server refuses it
     */
    public RegisteredDataset registerAs(String namespace, String name) {
        return new RegisteredDataset(admin, admin.datasets().register(new DatasetName(namespace, name), manifest));
    }

    /**
     * Registers it as a version of a dataset.
     *
     * @param namespace the dataset's namespace; {@code _} for none
     * @param name the dataset's name
     * @param version such as {@code 1.0.0}
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_VALIDATION_ERROR} and the like if the server refuses it
     */
    public RegisteredDataset registerAs(String namespace, String name, String version) {
        return new RegisteredDataset(
                admin, admin.datasets().register(new DatasetName(namespace, name).at(version), manifest));
    }
}
