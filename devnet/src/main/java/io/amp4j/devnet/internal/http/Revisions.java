package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The copies of tables, and the files that they are made of: as many files as a revision has in its id. Thread-safe. */
final class Revisions {
    /** A copy of a table. A writer of 0 is none. */
    record Revision(long id, String path, boolean active, long writer, Datasets.Found dataset, String table) {
        Revision active(boolean now) {
            return new Revision(id, path, now, writer, dataset, table);
        }

        boolean isOf(Datasets.Found other, String name) {
            return dataset.name().equals(other.name()) && dataset.hash().equals(other.hash()) && table.equals(name);
        }

        ObjectNode json() {
            ObjectNode json = Reply.object().put("id", id).put("path", path).put("active", active);
            if (writer == 0) {
                json.putNull("writer");
            } else {
                json.put("writer", writer);
            }
            json.putObject("metadata")
                    .put("dataset_namespace", dataset.name().namespace())
                    .put("dataset_name", dataset.name().name())
                    .put("manifest_hash", dataset.hash())
                    .put("table_name", table);
            return json;
        }
    }

    private static final int FILES = 2;

    private final TreeMap<Long, Revision> revisions = new TreeMap<>();
    private long lastId;

    /** The active revision of a table, made if there is none, with a job that writes to it. */
    synchronized long writable(Datasets.Found dataset, String table, long job) {
        Revision active = revisions.values().stream()
                .filter(revision -> revision.active() && revision.isOf(dataset, table))
                .findFirst()
                .orElse(null);
        long id = active == null ? ++lastId : active.id();
        String path = active == null ? path(dataset, table, id) : active.path();
        revisions.put(id, new Revision(id, path, true, job, dataset, table));
        return id;
    }

    private static String path(Datasets.Found dataset, String table, long id) {
        return dataset.name().name() + "/" + table + "/" + id;
    }

    synchronized long create(Datasets.Found dataset, String table, String path) {
        for (Revision revision : revisions.values()) {
            if (revision.path().equals(path)) {
                return revision.id();
            }
        }
        lastId++;
        revisions.put(lastId, new Revision(lastId, path, false, 0, dataset, table));
        return lastId;
    }

    synchronized List<JsonNode> list(Predicate<Revision> wanted, int limit) {
        return revisions.values().stream()
                .filter(wanted)
                .limit(limit)
                .<JsonNode>map(Revision::json)
                .toList();
    }

    synchronized Revision get(long id) {
        Revision revision = revisions.get(id);
        if (revision == null) {
            throw HttpRefusal.notFound("REVISION_NOT_FOUND", "revision " + id + " not found");
        }
        return revision;
    }

    synchronized void activate(long id, Datasets.Found dataset, String table) {
        get(id);
        deactivate(dataset, table);
        revisions.computeIfPresent(id, (unused, revision) -> revision.active(true));
    }

    /** How many revisions of a table there are; none of them is active any more. */
    synchronized int deactivate(Datasets.Found dataset, String table) {
        List<Revision> found = new ArrayList<>(revisions.values());
        found.removeIf(revision -> !revision.isOf(dataset, table));
        found.forEach(revision -> revisions.put(revision.id(), revision.active(false)));
        return found.size();
    }

    synchronized int restore(Datasets.Found dataset) {
        int files = 0;
        for (String table : Manifests.tables(dataset.manifest())) {
            restoreNewest(dataset, table);
            files += FILES;
        }
        return files;
    }

    synchronized void restoreNewest(Datasets.Found dataset, String table) {
        OptionalLong newest = revisions.values().stream()
                .filter(revision -> revision.isOf(dataset, table))
                .mapToLong(Revision::id)
                .max();
        activate(
                newest.orElseThrow(() ->
                        HttpRefusal.notFound("TABLE_NOT_FOUND", "no data of table '" + table + "' in object storage")),
                dataset,
                table);
    }

    /** Forgets a revision, if it may be. */
    synchronized int remove(long id, LongPredicate isTerminal) {
        if (get(id).active()) {
            throw HttpRefusal.conflict("REVISION_IS_ACTIVE", "revision " + id + " is active");
        }
        requireNoWriter(id, isTerminal);
        revisions.remove(id);
        return FILES;
    }

    synchronized int prunable(long id, LongPredicate isTerminal) {
        requireNoWriter(id, isTerminal);
        return FILES - 1;
    }

    private void requireNoWriter(long id, LongPredicate isTerminal) {
        long writer = get(id).writer();
        if (writer != 0 && !isTerminal.test(writer)) {
            throw HttpRefusal.conflict("WRITER_JOB_NOT_TERMINAL", "job " + writer + " still writes to revision " + id);
        }
    }

    synchronized int files(long id) {
        get(id);
        return FILES;
    }

    /** A file; its ids begin with its revision's. */
    synchronized ObjectNode file(long id) {
        Map.Entry<Long, Revision> revision = revisions.floorEntry((id + FILES - 1) / FILES);
        if (revision == null || revision.getKey() != (id + FILES - 1) / FILES) {
            throw HttpRefusal.notFound("FILE_NOT_FOUND", "file " + id + " not found");
        }
        ObjectNode json = Reply.object()
                .put("id", id)
                .put("location_id", revision.getKey())
                .put("file_name", String.format("%09d.parquet", id))
                .put("url", "file:///devnet/" + revision.getValue().path() + "/")
                .put("object_size", 4096)
                .put("object_e_tag", "devnet-" + id)
                .putNull("object_version");
        json.putObject("metadata").put("table", revision.getValue().table());
        return json;
    }
}
