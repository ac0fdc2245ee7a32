package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;

/** {@code /manifests}. */
final class ManifestRoutes {
    private final Datasets datasets;
    private final Manifests manifests;

    ManifestRoutes(Datasets datasets, Manifests manifests) {
        this.datasets = datasets;
        this.manifests = manifests;
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /manifests", call -> list());
        routes.add(Access.SERVER, "POST /manifests", this::register);
        routes.add(Access.SERVER, "DELETE /manifests", call -> prune());
        routes.add(Access.SERVER, "GET /manifests/{hash}", call -> Reply.ok(manifest(hash(call))));
        routes.add(Access.SERVER, "DELETE /manifests/{hash}", this::delete);
        routes.add(Access.SERVER, "GET /manifests/{hash}/datasets", this::users);
    }

    private static String hash(Request call) {
        String hash = call.path("hash");
        if (!hash.matches("[0-9a-fA-F]{64}")) {
            throw HttpRefusal.badRequest("INVALID_HASH", "invalid manifest hash: " + hash);
        }
        return hash;
    }

    private JsonNode manifest(String hash) {
        return datasets.manifest(hash)
                .orElseThrow(() -> HttpRefusal.notFound("MANIFEST_NOT_FOUND", "manifest '" + hash + "' not found"));
    }

    private Reply list() {
        ObjectNode answer = Reply.object();
        ArrayNode list = answer.putArray("manifests");
        datasets.manifests()
                .forEach((hash, manifest) -> list.addObject()
                        .put("hash", hash)
                        .put("kind", manifest.path("kind").asText())
                        .put("dataset_count", datasets.links(hash)));
        return Reply.ok(answer);
    }

    private Reply register(Request call) {
        JsonNode manifest = call.json("INVALID_PAYLOAD_FORMAT");
        manifests.check(manifest);
        return Reply.json(201, Reply.object().put("hash", datasets.keep(manifest)));
    }

    private Reply prune() {
        return Reply.ok(Reply.object().put("deleted_count", datasets.prune()));
    }

    private Reply delete(Request call) {
        datasets.deleteManifest(hash(call));
        return Reply.empty(204);
    }

    private Reply users(Request call) {
        String hash = hash(call);
        manifest(hash);
        ObjectNode answer = Reply.object().put("hash", hash);
        ArrayNode list = answer.putArray("datasets");
        datasets.users(hash)
                .forEach(user -> list.addObject()
                        .put("namespace", user.getKey().namespace())
                        .put("name", user.getKey().name())
                        .put("version", user.getValue()));
        return Reply.ok(answer);
    }
}
