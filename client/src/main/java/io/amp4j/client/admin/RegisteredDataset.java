package io.amp4j.client.admin;

import io.amp4j.client.AmpException;

/** A dataset that a server has, but does not fill yet. Immutable, thread-safe. */
public final class RegisteredDataset {
    private final AdminClient admin;
    private final DatasetInfo info;

    RegisteredDataset(AdminClient admin, DatasetInfo info) {
        this.admin = admin;
        this.info = info;
    }

    /**
     * The dataset.
     *
     * @return as the server registered it
     */
    public DatasetInfo info() {
        return info;
    }

    /**
     * Fills it without end.
     *
     * @return the job that does it
     * @throws AmpException as {@link Datasets#deploy(io.amp4j.client.dataset.DatasetRef)} does
     */
    public Job deploy() {
        return deploy(DeployOptions.continuous());
    }

    /**
     * Fills it.
     *
     * @param options up to where, and by whom
     * @return the job that does it
     * @throws AmpException as {@link Datasets#deploy(io.amp4j.client.dataset.DatasetRef, DeployOptions)} does
     */
    public Job deploy(DeployOptions options) {
        return admin.datasets().deploy(info.ref(), options);
    }
}
