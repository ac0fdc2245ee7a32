package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.chain.Chain;
import io.amp4j.devnet.internal.sql.Catalogue;
import io.amp4j.devnet.internal.sql.Engine;

/** Everything that is answered over HTTP, with the state behind it. */
public final class Services {
    private final Routes routes = new Routes();
    private final HttpFaults faults = new HttpFaults();
    private final Access access;
    private final Jobs jobs;

    /**
     * The services of a devnet that begins: its datasets are registered, and each is being filled by a job.
     *
     * @param chain moves the jobs
     * @param catalogue the datasets
     * @param engine plans SQL
     * @param access who may call
     * @param auth the auth platform
     */
    public Services(Chain chain, Catalogue catalogue, Engine engine, Access access, Auth auth) {
        this.access = access;
        Datasets datasets = new Datasets();
        Revisions revisions = new Revisions();
        jobs = new Jobs(chain, revisions);
        catalogue.datasets().forEach((name, dataset) -> {
            ObjectNode manifest = Manifests.raw(dataset);
            Datasets.Name id = new Datasets.Name("_", name);
            datasets.register(id, datasets.keep(manifest), Catalogue.VERSION);
            jobs.running(datasets.find(id, Catalogue.VERSION));
        });
        Manifests manifests = new Manifests(datasets);
        new DatasetRoutes(datasets, manifests, jobs, revisions).addTo(routes);
        new JobRoutes(jobs).addTo(routes);
        new ManifestRoutes(datasets, manifests).addTo(routes);
        new ProviderRoutes(catalogue).addTo(routes);
        new RevisionRoutes(datasets, revisions, jobs).addTo(routes);
        new SchemaRoutes(datasets, catalogue, engine).addTo(routes);
        new WorkerRoutes().addTo(routes);
        new RegistryRoutes(datasets, auth).addTo(routes);
        new AuthRoutes(auth).addTo(routes);
    }

    Routes routes() {
        return routes;
    }

    Access access() {
        return access;
    }

    /** {@return the errors that the next calls are answered with} */
    public HttpFaults faults() {
        return faults;
    }

    /**
     * Lets a job fail.
     *
     * @param id the job
     * @param reason what its progress says
     */
    public void failJob(long id, String reason) {
        jobs.fail(id, reason);
    }
}
