package io.amp4j.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetDescription;
import io.amp4j.client.dataset.DatasetName;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.dataset.Manifest;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.List;

/** The datasets of a server. Thread-safe. Each method makes one call, and fails with a code of {@link AdminError} or a general one. */
public final class Datasets {
    private final JsonHttp http;
    private final Jobs jobs;

    Datasets(JsonHttp http, Jobs jobs) {
        this.http = http;
        this.jobs = jobs;
    }

    /**
     * All datasets.
     *
     * @return by namespace, then by name
     */
    public List<DatasetSummary> list() {
        return http.get("datasets").answer().list("datasets", DatasetSummary::of);
    }

    /**
     * Registers a manifest as what a dataset's {@code dev} stands for. Nothing is filled: {@link #deploy(DatasetRef)} does that.
     *
     * @param name the dataset, which need not be there
     * @param manifest what it is made from
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_VALIDATION_ERROR} and the like if the manifest is refused
     */
    public DatasetInfo register(DatasetName name, Manifest manifest) {
        return register(body(name, manifest), DatasetRef.DEV);
    }

    /**
     * Registers a manifest as a version of a dataset. A version that is there already is pointed at it.
     *
     * @param ref the dataset and the version
     * @param manifest what it is made from
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_VALIDATION_ERROR} and the like if the manifest is refused
     */
    public DatasetInfo register(DatasetRef ref, Manifest manifest) {
        return register(body(ref.dataset(), manifest).put("version", ref.revision()), ref.revision());
    }

    /**
     * As {@link #register(DatasetName, Manifest)}, with a manifest that the server has.
     *
     * @param name the dataset, which need not be there
     * @param manifestHash the manifest's hash
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_NOT_FOUND} if it has not
     */
    public DatasetInfo link(DatasetName name, String manifestHash) {
        return register(body(name).put("manifest", manifestHash), DatasetRef.DEV);
    }

    /**
     * As {@link #register(DatasetRef, Manifest)}, with a manifest that the server has.
     *
     * @param ref the dataset and the version
     * @param manifestHash the manifest's hash
     * @return the dataset
     * @throws AmpException with code {@link AdminError#MANIFEST_NOT_FOUND} if it has not
     */
    public DatasetInfo link(DatasetRef ref, String manifestHash) {
        return register(
                body(ref.dataset()).put("manifest", manifestHash).put("version", ref.revision()), ref.revision());
    }

    private DatasetInfo register(ObjectNode body, String revision) {
        return DatasetInfo.of(http.post("datasets").body(body).answer(), revision);
    }

    private static ObjectNode body(DatasetName name) {
        return Bodies.object().put("namespace", name.namespace()).put("name", name.name());
    }

    private static ObjectNode body(DatasetName name, Manifest manifest) {
        ObjectNode body = body(name);
        body.set("manifest", Bodies.json(manifest.json()));
        return body;
    }

    /**
     * Removes a dataset with all its versions. One that is not there is no error.
     *
     * @param name the dataset
     */
    public void delete(DatasetName name) {
        http.delete("datasets", name.namespace(), name.name()).run();
    }

    /**
     * The versions of a dataset.
     *
     * @param name the dataset
     * @return its versions; none for a dataset that is not there
     */
    public DatasetVersions versions(DatasetName name) {
        return DatasetVersions.of(
                http.get("datasets", name.namespace(), name.name(), "versions").answer());
    }

    /**
     * A dataset at a revision.
     *
     * @param ref which
     * @return the dataset
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is none
     */
    public DatasetInfo get(DatasetRef ref) {
        return DatasetInfo.of(http.get(path(ref)).answer());
    }

    /**
     * What a dataset is made from.
     *
     * @param ref which
     * @return its manifest
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is none
     */
    public Manifest manifest(DatasetRef ref) {
        return new Manifest(http.get(path(ref, "manifest")).answer().all());
    }

    /**
     * The tables and columns of a dataset.
     *
     * @param ref which
     * @return as its manifest has them
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is none
     */
    public DatasetDescription describe(DatasetRef ref) {
        return manifest(ref).describe();
    }

    /**
     * Fills a dataset without end, as {@link DeployOptions#continuous()} says.
     *
     * @param ref which
     * @return the job that does it
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is none
     */
    public Job deploy(DatasetRef ref) {
        return deploy(ref, DeployOptions.continuous());
    }

    /**
     * Fills a dataset.
     *
     * @param ref which
     * @param options up to where, and by whom
     * @return the job that does it
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} or {@link AdminError#WORKER_NOT_AVAILABLE}
     */
    public Job deploy(DatasetRef ref, DeployOptions options) {
        ObjectNode body = Bodies.object();
        options.endBlock().ifPresent(block -> body.put("end_block", block));
        options.parallelism().ifPresent(parts -> body.put("parallelism", parts));
        options.worker().ifPresent(worker -> body.put("worker_id", worker));
        if (options.isVerified()) {
            body.put("verify", true);
        }
        return jobs.job(http.post(path(ref, "deploy")).body(body).answer().number("job_id"));
    }

    /**
     * The jobs that fill a dataset, or did.
     *
     * @param ref which
     * @return its jobs
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is none
     */
    public List<JobInfo> jobs(DatasetRef ref) {
        return http.get(path(ref, "jobs")).answer().list("jobs", JobInfo::of);
    }

    /**
     * Takes up again what the storage holds of a dataset, for a server that has forgotten.
     *
     * @param ref which
     * @return how many files it found
     * @throws AmpException with code {@link AdminError#TABLE_NOT_FOUND} if the storage holds nothing
     */
    public long restore(DatasetRef ref) {
        return http.post(path(ref, "restore")).answer().number("total_files");
    }

    /**
     * Takes up again the newest copy that the storage holds of one table.
     *
     * @param ref the dataset
     * @param table the table
     * @throws AmpException with code {@link AdminError#TABLE_NOT_IN_MANIFEST} or {@link AdminError#TABLE_NOT_FOUND}
     */
    public void restoreTable(DatasetRef ref, String table) {
        http.post(path(ref, "tables", table, "restore")).run();
    }

    /**
     * Makes one revision of a table the one that answers queries, also for a server that has forgotten the table.
     *
     * @param ref the dataset
     * @param table the table
     * @param locationId the revision
     * @throws AmpException with code {@link AdminError#TABLE_NOT_IN_MANIFEST} or {@link AdminError#REVISION_NOT_FOUND}
     */
    public void restoreTable(DatasetRef ref, String table, long locationId) {
        http.post(path(ref, "tables", table, "restore"))
                .body(Bodies.object().put("location_id", locationId))
                .run();
    }

    /**
     * Removes a version, not its manifest. One that is not there is no error.
     *
     * @param ref the dataset and the version
     * @throws AmpException with code {@link AdminError#CANNOT_DELETE_LATEST_VERSION} if it is the latest
     */
    public void deleteVersion(DatasetRef ref) {
        http.delete(path(ref)).run();
    }

    private static String[] path(DatasetRef ref, String... more) {
        String[] path = new String[5 + more.length];
        path[0] = "datasets";
        path[1] = ref.dataset().namespace();
        path[2] = ref.dataset().name();
        path[3] = "versions";
        path[4] = ref.revision();
        System.arraycopy(more, 0, path, 5, more.length);
        return path;
    }
}
