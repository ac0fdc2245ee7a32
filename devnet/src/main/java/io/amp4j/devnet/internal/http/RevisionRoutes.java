package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.util.Optional;

/** {@code /revisions} and {@code /files}. */
final class RevisionRoutes {
    private static final String BAD_ID = "INVALID_PATH_PARAMETERS";
    private static final String BAD_QUERY = "INVALID_QUERY_PARAMETERS";
    private static final String BAD_BODY = "INVALID_BODY";
    private static final String NUMBER = "\\d{1,18}";
    private static final long USUAL_DELAY = 3600;

    private final Datasets datasets;
    private final Revisions revisions;
    private final Jobs jobs;

    RevisionRoutes(Datasets datasets, Revisions revisions, Jobs jobs) {
        this.datasets = datasets;
        this.revisions = revisions;
        this.jobs = jobs;
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /revisions", this::list);
        routes.add(Access.SERVER, "POST /revisions", this::create);
        routes.add(Access.SERVER, "POST /revisions/deactivate", this::deactivate);
        routes.add(
                Access.SERVER,
                "GET /revisions/{id}",
                call -> Reply.ok(revisions.get(id(call)).json()));
        routes.add(Access.SERVER, "DELETE /revisions/{id}", this::delete);
        routes.add(Access.SERVER, "POST /revisions/{id}/activate", this::activate);
        routes.add(Access.SERVER, "DELETE /revisions/{id}/prune", this::prune);
        routes.add(Access.SERVER, "POST /revisions/{id}/restore", this::restore);
        routes.add(Access.SERVER, "DELETE /revisions/{id}/truncate", this::truncate);
        routes.add(
                Access.SERVER, "GET /files/{id}", call -> Reply.ok(revisions.file(call.id("id", "INVALID_FILE_ID"))));
    }

    private static long id(Request call) {
        return call.id("id", BAD_ID);
    }

    static void requireTable(Datasets.Found dataset, String table) {
        if (!dataset.manifest().path("tables").has(table)) {
            throw HttpRefusal.notFound(
                    "TABLE_NOT_IN_MANIFEST", "table '" + table + "' is not in the manifest of " + dataset.name());
        }
    }

    private Reply list(Request call) {
        Optional<Boolean> active = call.query("active", "true|false", BAD_QUERY).map(Boolean::parseBoolean);
        int limit = call.query("limit", "\\d{1,9}", BAD_QUERY)
                .map(Integer::parseInt)
                .orElse(100);
        return Reply.ok(JsonNodeFactory.instance
                .arrayNode()
                .addAll(revisions.list(revision -> active.isEmpty() || active.get() == revision.active(), limit)));
    }

    private Reply create(Request call) {
        JsonNode body = call.json(BAD_BODY);
        Datasets.Found dataset = datasets.find(Request.text(body, "dataset", BAD_BODY));
        String table = Request.text(body, "table_name", BAD_BODY);
        requireTable(dataset, table);
        long id = revisions.create(dataset, table, Request.text(body, "path", BAD_BODY));
        return Reply.ok(Reply.object().put("location_id", id));
    }

    private Reply deactivate(Request call) {
        JsonNode body = call.json(BAD_BODY);
        Datasets.Found dataset = datasets.find(Request.text(body, "dataset", BAD_BODY));
        String table = Request.text(body, "table_name", BAD_BODY);
        if (revisions.deactivate(dataset, table) == 0) {
            throw HttpRefusal.notFound("TABLE_NOT_FOUND", "no physical table '" + table + "'");
        }
        return Reply.empty(200);
    }

    private Reply activate(Request call) {
        JsonNode body = call.json(BAD_BODY);
        Datasets.Found dataset = datasets.find(Request.text(body, "dataset", BAD_BODY));
        String table = Request.text(body, "table_name", BAD_BODY);
        requireTable(dataset, table);
        revisions.activate(id(call), dataset, table);
        return Reply.empty(200);
    }

    private Reply delete(Request call) {
        revisions.remove(id(call), jobs::isTerminal);
        return Reply.empty(204);
    }

    private Reply prune(Request call) {
        call.query("before_block", NUMBER, BAD_QUERY);
        long delay = call.query("gc_delay_secs", NUMBER, BAD_QUERY)
                .map(Long::parseLong)
                .orElse(USUAL_DELAY);
        int files = revisions.prunable(id(call), jobs::isTerminal);
        return Reply.ok(Reply.object().put("files_scheduled", files).put("gc_delay_secs", delay));
    }

    private Reply restore(Request call) {
        return Reply.ok(Reply.object().put("total_files", revisions.files(id(call))));
    }

    private Reply truncate(Request call) {
        call.query("concurrency", NUMBER, BAD_QUERY);
        return Reply.ok(Reply.object().put("files_deleted", revisions.remove(id(call), jobs::isTerminal)));
    }
}
