package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.sql.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a manifest has to be like. */
final class Manifests {
    private static final Set<String> KINDS = Set.of("manifest", "evm-rpc", "firehose", "solana");

    private final Datasets datasets;

    Manifests(Datasets datasets) {
        this.datasets = datasets;
    }

    /** The manifest of a dataset that the devnet makes itself. */
    static ObjectNode raw(Dataset dataset) {
        String network = dataset.blocks().snapshot().network();
        ObjectNode manifest = Reply.object()
                .put("kind", "evm-rpc")
                .put("network", network)
                .put("start_block", dataset.blocks().snapshot().first())
                .put("finalized_blocks_only", false);
        ObjectNode tables = manifest.putObject("tables");
        dataset.tables().forEach(table -> {
            ObjectNode json = tables.putObject(table.name());
            json.set("schema", ArrowJson.schema(table.fields()));
            json.put("network", network);
        });
        return manifest;
    }

    /** Refuses what no server would take. */
    void check(JsonNode manifest) {
        String kind = manifest.path("kind").asText("");
        if (!KINDS.contains(kind)) {
            throw HttpRefusal.badRequest("INVALID_MANIFEST", "unsupported dataset kind '" + kind + "'");
        }
        if (!manifest.path("tables").isObject()) {
            throw HttpRefusal.badRequest("INVALID_MANIFEST", "missing field `tables`");
        }
        if (kind.equals("manifest")) {
            checkDerived(manifest);
        }
    }

    private void checkDerived(JsonNode manifest) {
        manifest.path("dependencies").properties().forEach(dependency -> {
            String reference = dependency.getValue().asText("");
            try {
                datasets.find(reference);
            } catch (HttpRefusal e) {
                throw HttpRefusal.badRequest(
                        "MANIFEST_VALIDATION_ERROR", "dependency '" + dependency.getKey() + "': " + e.getMessage());
            }
        });
        for (Map.Entry<String, JsonNode> table : manifest.path("tables").properties()) {
            boolean whole = table.getValue().at("/input/sql").isTextual()
                    && table.getValue().at("/schema/arrow/fields").isArray();
            if (!whole) {
                throw HttpRefusal.badRequest(
                        "INVALID_MANIFEST",
                        "table '" + table.getKey() + "' has no input.sql or no schema.arrow.fields");
            }
        }
    }

    static List<String> tables(JsonNode manifest) {
        List<String> names = new ArrayList<>();
        manifest.path("tables").fieldNames().forEachRemaining(names::add);
        return names;
    }

    static ObjectNode info(Datasets.Found found) {
        ObjectNode json = Reply.object()
                .put("namespace", found.name().namespace())
                .put("name", found.name().name())
                .put("revision", found.revision())
                .put("manifest_hash", found.hash())
                .put("kind", found.manifest().path("kind").asText())
                .put("start_block", found.manifest().path("start_block").asLong(0))
                .put(
                        "finalized_blocks_only",
                        found.manifest().path("finalized_blocks_only").asBoolean(false));
        ArrayNode names = json.putArray("tables");
        tables(found.manifest()).forEach(names::add);
        return json;
    }
}
