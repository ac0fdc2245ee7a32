package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The published datasets. Thread-safe. */
final class Registry {
    /** A version, and what it is made from. */
    record Version(ObjectNode json, JsonNode manifest) {}

    private static final class Entry {
        final ObjectNode json;
        final Map<String, Version> versions = new TreeMap<>(Versions.HIGHEST_FIRST);

        Entry(ObjectNode json) {
            this.json = json;
        }
    }

    private static final String BAD_BODY = "INVALID_REQUEST_BODY";
    private static final Set<String> CHANGEABLE = Set.of(
            "description",
            "keywords",
            "indexing_chains",
            "source",
            "readme",
            "repository_url",
            "license",
            "visibility");

    private final Map<String, Entry> datasets = new TreeMap<>();

    /** A registry that has what the server serves, under the namespace {@code devnet}. */
    Registry(Datasets served) {
        served.names().forEach(name -> {
            JsonNode manifest = served.find(name, "latest").manifest();
            ObjectNode body = Reply.object()
                    .put("namespace", "devnet")
                    .put("name", name.name())
                    .put("description", "Blocks, transactions and logs of a chain that devnet makes from a seed")
                    .put("visibility", "public");
            body.putArray("indexing_chains").add(manifest.path("network").asText());
            ObjectNode version = body.putObject("version")
                    .put("version_tag", "1.0.0")
                    .put("status", "published")
                    .put("kind", manifest.path("kind").asText());
            version.set("manifest", manifest);
            publish(body, "devnet");
        });
    }

    private static HttpRefusal notFound(String reference) {
        return HttpRefusal.notFound(
                "DATASET_NOT_FOUND", "dataset '" + reference + "' not found; request " + UUID.randomUUID());
    }

    synchronized ObjectNode get(String key, String caller) {
        Entry entry = datasets.get(key);
        if (entry == null || !isVisible(entry, caller)) {
            throw notFound(key);
        }
        return whole(key, entry);
    }

    synchronized List<ObjectNode> visible(String caller) {
        return datasets.entrySet().stream()
                .filter(each -> isVisible(each.getValue(), caller))
                .map(each -> whole(each.getKey(), each.getValue()))
                .toList();
    }

    private static boolean isVisible(Entry entry, String caller) {
        return entry.json.path("visibility").asText().equals("public")
                || entry.json.path("owner").asText().equals(caller);
    }

    private static ObjectNode whole(String key, Entry entry) {
        ObjectNode json = entry.json.deepCopy();
        ArrayNode versions = json.putArray("versions");
        entry.versions.values().forEach(version -> versions.add(version.json()));
        if (!versions.isEmpty()) {
            json.set("latest_version", versions.get(0));
            json.put(
                    "dataset_reference",
                    key + "@" + versions.get(0).path("version_tag").asText());
        }
        return json;
    }

    synchronized Version version(String key, String tag) {
        Entry entry = datasets.get(key);
        Version version = entry == null
                ? null
                : tag.equals("latest")
                        ? entry.versions.values().stream().findFirst().orElse(null)
                        : entry.versions.get(tag);
        if (version == null) {
            throw notFound(key + "@" + tag);
        }
        return version;
    }

    synchronized ObjectNode publish(JsonNode body, String owner) {
        String namespace = Request.text(body, "namespace", BAD_BODY);
        String name = Request.text(body, "name", BAD_BODY);
        if (!namespace.matches(Datasets.Name.NAMESPACE) || !name.matches(Datasets.Name.NAME)) {
            throw HttpRefusal.badRequest(BAD_BODY, "invalid dataset name: " + namespace + "/" + name);
        }
        String key = namespace + "/" + name;
        if (datasets.containsKey(key)) {
            throw HttpRefusal.conflict("DATASET_ALREADY_EXISTS", "dataset '" + key + "' exists already");
        }
        ObjectNode json =
                Reply.object().put("namespace", namespace).put("name", name).put("owner", owner);
        String now = Instant.now().toString();
        json.put("created_at", now).put("updated_at", now).putArray("indexing_chains");
        copy(body, json);
        Entry entry = new Entry(json);
        add(key, entry, body.path("version"));
        datasets.put(key, entry);
        return whole(key, entry);
    }

    private static void copy(JsonNode body, ObjectNode json) {
        CHANGEABLE.stream().filter(body::has).forEach(field -> json.set(field, body.get(field)));
    }

    private static ObjectNode add(String key, Entry entry, JsonNode body) {
        String tag = Request.text(body, "version_tag", BAD_BODY);
        if (!body.path("manifest").isObject()) {
            throw HttpRefusal.badRequest(BAD_BODY, "missing field: manifest");
        }
        if (entry.versions.containsKey(tag)) {
            throw HttpRefusal.conflict("VERSION_ALREADY_EXISTS", "version '" + key + "@" + tag + "' exists already");
        }
        ObjectNode json = Reply.object()
                .put("version_tag", tag)
                .put("dataset_reference", key + "@" + tag)
                .put("status", Request.text(body, "status", BAD_BODY))
                .put("created_at", Instant.now().toString())
                .put("changelog", body.path("changelog").asText(null));
        entry.versions.put(tag, new Version(json, body.get("manifest")));
        return json;
    }

    private Entry own(String key, String caller) {
        Entry entry = datasets.get(key);
        if (entry == null) {
            throw notFound(key);
        }
        if (!entry.json.path("owner").asText().equals(caller)) {
            throw new HttpRefusal(403, "NOT_OWNER", "'" + key + "' belongs to somebody else");
        }
        return entry;
    }

    synchronized ObjectNode publishVersion(String key, JsonNode body, String caller) {
        return add(key, own(key, caller), body);
    }

    synchronized ObjectNode update(String key, JsonNode body, String caller) {
        Entry entry = own(key, caller);
        copy(body, entry.json);
        entry.json.put("updated_at", Instant.now().toString());
        return whole(key, entry);
    }

    synchronized ObjectNode setStatus(String key, String tag, String status, String caller) {
        own(key, caller);
        return version(key, tag).json().put("status", status);
    }
}
