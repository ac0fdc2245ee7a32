package io.amp4j.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.DatasetRef;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.Call;
import io.amp4j.client.internal.http.JsonHttp;
import java.time.Duration;
import java.util.List;

/**
 * The copies of tables in a server's storage. Thread-safe. Each method makes one call, and fails with a code of {@link AdminError}
 * or a general one.
 */
public final class Revisions {
    private final JsonHttp http;

    Revisions(JsonHttp http) {
        this.http = http;
    }

    /**
     * Revisions.
     *
     * @param filter which
     * @return the revisions
     */
    public List<Revision> list(RevisionFilter filter) {
        Call call = http.get("revisions");
        filter.active().ifPresent(active -> call.query("active", active));
        filter.limit().ifPresent(limit -> call.query("limit", limit));
        return call.answer().list(Revision::of);
    }

    /**
     * A revision.
     *
     * @param id its location id
     * @return the revision
     * @throws AmpException with code {@link AdminError#REVISION_NOT_FOUND} if there is none
     */
    public Revision get(long id) {
        return Revision.of(http.get("revisions", String.valueOf(id)).answer());
    }

    /**
     * Makes a place in the storage known as a revision of a table, without activating it.
     *
     * @param ref the dataset
     * @param table the table
     * @param path where it is, within the storage
     * @return its location id
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} if there is no such dataset
     */
    public long create(DatasetRef ref, String table, String path) {
        return http.post("revisions")
                .body(table(ref, table).put("path", path))
                .answer()
                .number("location_id");
    }

    /**
     * Makes a revision the one that answers queries.
     *
     * @param id its location id
     * @param ref the dataset
     * @param table the table
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} or {@link AdminError#TABLE_NOT_IN_MANIFEST}
     */
    public void activate(long id, DatasetRef ref, String table) {
        http.post("revisions", String.valueOf(id), "activate")
                .body(table(ref, table))
                .run();
    }

    /**
     * Lets no revision of a table answer queries.
     *
     * @param ref the dataset
     * @param table the table
     * @throws AmpException with code {@link AdminError#DATASET_NOT_FOUND} or {@link AdminError#TABLE_NOT_FOUND}
     */
    public void deactivate(DatasetRef ref, String table) {
        http.post("revisions", "deactivate").body(table(ref, table)).run();
    }

    private static ObjectNode table(DatasetRef ref, String table) {
        return Bodies.object().put("dataset", ref.toString()).put("table_name", table);
    }

    /**
     * Forgets a revision; its files stay.
     *
     * @param id its location id
     * @throws AmpException with code {@link AdminError#REVISION_IS_ACTIVE} or {@link AdminError#WRITER_JOB_NOT_TERMINAL}
     */
    public void delete(long id) {
        http.delete("revisions", String.valueOf(id)).run();
    }

    /**
     * Lets the server remove the files of a revision that the canonical chain does not need.
     *
     * @param id its location id
     * @param options which, and when
     * @return what will be removed
     * @throws AmpException with code {@link AdminError#WRITER_JOB_NOT_TERMINAL} if a job still writes to it
     */
    public PruneResult prune(long id, PruneOptions options) {
        Call call = http.delete("revisions", String.valueOf(id), "prune");
        options.beforeBlock().ifPresent(block -> call.query("before_block", block));
        options.delay().map(Duration::toSeconds).ifPresent(seconds -> call.query("gc_delay_secs", seconds));
        return PruneResult.of(call.answer());
    }

    /**
     * Takes up again the files that the storage holds of a revision.
     *
     * @param id its location id
     * @return how many files it found
     * @throws AmpException with code {@link AdminError#REVISION_NOT_FOUND} if there is none
     */
    public long restore(long id) {
        return http.post("revisions", String.valueOf(id), "restore").answer().number("total_files");
    }

    /**
     * Deletes a revision with its files.
     *
     * @param id its location id
     * @return how many files were deleted
     * @throws AmpException with code {@link AdminError#REVISION_IS_ACTIVE} or {@link AdminError#WRITER_JOB_NOT_TERMINAL}
     */
    public long truncate(long id) {
        return http.delete("revisions", String.valueOf(id), "truncate").answer().number("files_deleted");
    }

    /**
     * As {@link #truncate(long)}, deleting some files at the same time.
     *
     * @param id its location id
     * @param concurrency how many, at least 1
     * @return how many files were deleted
     */
    public long truncate(long id, int concurrency) {
        return http.delete("revisions", String.valueOf(id), "truncate")
                .query("concurrency", concurrency)
                .answer()
                .number("files_deleted");
    }
}
