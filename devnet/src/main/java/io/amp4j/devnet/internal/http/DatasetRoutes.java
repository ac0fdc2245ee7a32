package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.util.Map;
import java.util.Optional;

/** {@code /datasets}. */
final class DatasetRoutes {
    private static final String ONE = " /datasets/{namespace}/{name}";
    private static final String AT = ONE + "/versions/{revision}";
    private static final String BAD_PAYLOAD = "INVALID_PAYLOAD_FORMAT";

    private final Datasets datasets;
    private final Manifests manifests;
    private final Jobs jobs;
    private final Revisions revisions;

    DatasetRoutes(Datasets datasets, Manifests manifests, Jobs jobs, Revisions revisions) {
        this.datasets = datasets;
        this.manifests = manifests;
        this.jobs = jobs;
        this.revisions = revisions;
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /datasets", call -> list());
        routes.add(Access.SERVER, "POST /datasets", this::register);
        routes.add(Access.SERVER, "DELETE" + ONE, this::delete);
        routes.add(Access.SERVER, "GET" + ONE + "/versions", this::versions);
        routes.add(Access.SERVER, "GET" + AT, call -> Reply.ok(Manifests.info(find(call))));
        routes.add(Access.SERVER, "DELETE" + AT, this::deleteVersion);
        routes.add(
                Access.SERVER,
                "GET" + AT + "/manifest",
                call -> Reply.ok(find(call).manifest()));
        routes.add(Access.SERVER, "POST" + AT + "/deploy", this::deploy);
        routes.add(Access.SERVER, "GET" + AT + "/jobs", this::jobs);
        routes.add(Access.SERVER, "POST" + AT + "/restore", this::restore);
        routes.add(Access.SERVER, "POST" + AT + "/tables/{table}/restore", this::restoreTable);
    }

    private static Datasets.Name name(Request call) {
        return Datasets.Name.checked(call.path("namespace"), call.path("name"));
    }

    private Datasets.Found find(Request call) {
        return datasets.find(name(call), call.path("revision"));
    }

    private Reply list() {
        ObjectNode answer = Reply.object();
        ArrayNode list = answer.putArray("datasets");
        datasets.names().forEach(name -> {
            ObjectNode json =
                    list.addObject().put("namespace", name.namespace()).put("name", name.name());
            Map<String, Datasets.Tag> versions = datasets.versions(name);
            json.put("latest_version", versions.keySet().stream().findFirst().orElse(null));
            ArrayNode all = json.putArray("versions");
            versions.keySet().forEach(all::add);
        });
        return Reply.ok(answer);
    }

    private Reply register(Request call) {
        JsonNode body = call.json(BAD_PAYLOAD);
        String namespace = Request.text(body, "namespace", BAD_PAYLOAD);
        String name = Request.text(body, "name", BAD_PAYLOAD);
        if (!namespace.matches(Datasets.Name.NAMESPACE) || !name.matches(Datasets.Name.NAME)) {
            throw HttpRefusal.badRequest(BAD_PAYLOAD, "invalid dataset name: " + namespace + "/" + name);
        }
        String version = body.path("version").asText(null);
        if (version != null && !version.matches(Versions.PATTERN)) {
            throw HttpRefusal.badRequest(BAD_PAYLOAD, "invalid version: " + version);
        }
        Datasets.Name id = new Datasets.Name(namespace, name);
        datasets.register(id, manifestHash(body.path("manifest")), version);
        ObjectNode answer = Manifests.info(datasets.find(id, version == null ? "dev" : version));
        return Reply.json(201, answer.put("version", version));
    }

    private String manifestHash(JsonNode manifest) {
        if (manifest.isTextual()) {
            if (!datasets.hasManifest(manifest.textValue())) {
                throw HttpRefusal.badRequest("MANIFEST_NOT_FOUND", "manifest '" + manifest.textValue() + "' not found");
            }
            return manifest.textValue();
        }
        if (!manifest.isObject()) {
            throw HttpRefusal.badRequest(BAD_PAYLOAD, "missing field: manifest");
        }
        manifests.check(manifest);
        return datasets.keep(manifest);
    }

    private Reply delete(Request call) {
        datasets.delete(name(call));
        return Reply.empty(204);
    }

    private Reply deleteVersion(Request call) {
        datasets.deleteVersion(name(call), call.path("revision"));
        return Reply.empty(204);
    }

    private Reply versions(Request call) {
        Datasets.Name name = name(call);
        ObjectNode answer = Reply.object().put("namespace", name.namespace()).put("name", name.name());
        ArrayNode list = answer.putArray("versions");
        Map<String, Datasets.Tag> versions = datasets.versions(name);
        versions.forEach((version, tag) -> list.addObject()
                .put("version", version)
                .put("manifest_hash", tag.hash())
                .put("created_at", tag.createdAt().toString())
                .put("updated_at", tag.updatedAt().toString()));
        answer.putObject("special_tags")
                .put("latest", versions.keySet().stream().findFirst().orElse(null))
                .put("dev", datasets.dev(name).orElse(null));
        return Reply.ok(answer);
    }

    private Reply deploy(Request call) {
        Datasets.Found dataset = find(call);
        JsonNode body = call.json("INVALID_BODY");
        long parallelism = body.path("parallelism").asLong(1);
        if (parallelism < 1) {
            throw HttpRefusal.badRequest("INVALID_BODY", "parallelism must be at least 1");
        }
        String worker = WorkerRoutes.matching(body.path("worker_id").asText("*"));
        Optional<String> end = Optional.ofNullable(body.path("end_block").asText(null));
        return Reply.json(202, Reply.object().put("job_id", jobs.schedule(dataset, end, parallelism, worker)));
    }

    private Reply jobs(Request call) {
        String hash = find(call).hash();
        ObjectNode answer = Reply.object();
        answer.putArray("jobs").addAll(jobs.list(job -> job.hash().equals(hash), Long.MAX_VALUE, Integer.MAX_VALUE));
        return Reply.ok(answer);
    }

    private Reply restore(Request call) {
        return Reply.json(202, Reply.object().put("total_files", revisions.restore(find(call))));
    }

    private Reply restoreTable(Request call) {
        Datasets.Found dataset = find(call);
        String table = call.path("table");
        RevisionRoutes.requireTable(dataset, table);
        if (call.text().isBlank() || call.text().strip().equals("null")) {
            revisions.restoreNewest(dataset, table);
        } else {
            revisions.activate(call.json("INVALID_BODY").path("location_id").asLong(), dataset, table);
        }
        return Reply.empty(200);
    }
}
