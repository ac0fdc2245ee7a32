package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Manifests by hash, and the datasets that use them. Thread-safe. */
final class Datasets {
    private static final ObjectMapper CANONICAL =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** A dataset's name. */
    record Name(String namespace, String name) implements Comparable<Name> {
        static final String NAMESPACE = "[a-z0-9_]+";
        static final String NAME = "[a-z_][a-z0-9_]*";

        static Name checked(String namespace, String name) {
            if (!namespace.matches(NAMESPACE) || !name.matches(NAME)) {
                throw HttpRefusal.badRequest("INVALID_PATH", "invalid dataset name: " + namespace + "/" + name);
            }
            return new Name(namespace, name);
        }

        @Override
        public int compareTo(Name other) {
            return Comparator.comparing(Name::namespace)
                    .thenComparing(Name::name)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }

    /** A version, and what it points to. */
    record Tag(String hash, Instant createdAt, Instant updatedAt) {}

    /** A dataset at a revision. */
    record Found(Name name, String revision, String hash, JsonNode manifest) {}

    private static final class Entry {
        final Map<String, Tag> versions = new TreeMap<>(Versions.HIGHEST_FIRST);
        final TreeSet<String> linked = new TreeSet<>();
        String dev = "";
    }

    private final Map<String, JsonNode> manifests = new TreeMap<>();
    private final Map<Name, Entry> datasets = new TreeMap<>();

    /** Keeps a manifest; its hash is that of its canonical form, in which the order of members does not matter. */
    synchronized String keep(JsonNode manifest) {
        String hash = hash(manifest);
        manifests.putIfAbsent(hash, manifest);
        return hash;
    }

    private static String hash(JsonNode manifest) {
        try {
            Object plain = CANONICAL.treeToValue(manifest, Object.class);
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(CANONICAL.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void register(Name name, String hash, @Nullable String version) {
        Entry entry = datasets.computeIfAbsent(name, unused -> new Entry());
        entry.dev = hash;
        entry.linked.add(hash);
        if (version != null) {
            Instant now = Instant.now();
            Tag old = entry.versions.get(version);
            entry.versions.put(version, new Tag(hash, old == null ? now : old.createdAt(), now));
        }
    }

    synchronized boolean hasManifest(String hash) {
        return manifests.containsKey(hash);
    }

    synchronized Optional<JsonNode> manifest(String hash) {
        return Optional.ofNullable(manifests.get(hash));
    }

    synchronized Map<String, JsonNode> manifests() {
        return new LinkedHashMap<>(manifests);
    }

    synchronized List<Name> names() {
        return List.copyOf(datasets.keySet());
    }

    /** The versions of a dataset, the highest first; none of one that is not there. */
    synchronized Map<String, Tag> versions(Name name) {
        Entry entry = datasets.get(name);
        return entry == null ? Map.of() : new LinkedHashMap<>(entry.versions);
    }

    synchronized Optional<String> dev(Name name) {
        return Optional.ofNullable(datasets.get(name)).map(entry -> entry.dev);
    }

    /** Who uses a manifest: names and versions. */
    synchronized List<Map.Entry<Name, String>> users(String hash) {
        return datasets.entrySet().stream()
                .flatMap(each -> each.getValue().versions.entrySet().stream()
                        .filter(version -> version.getValue().hash().equals(hash))
                        .map(version -> Map.entry(each.getKey(), version.getKey())))
                .toList();
    }

    synchronized long links(String hash) {
        return datasets.values().stream()
                .filter(entry -> entry.linked.contains(hash))
                .count();
    }

    synchronized Found find(Name name, String revision) {
        Entry entry = datasets.get(name);
        String hash = entry == null ? null : resolve(entry, revision);
        JsonNode manifest = hash == null ? null : manifests.get(hash);
        if (hash == null || manifest == null) {
            throw HttpRefusal.notFound(
                    "DATASET_NOT_FOUND", "dataset '" + name + "' version '" + revision + "' not found");
        }
        return new Found(name, revision, hash, manifest);
    }

    /** A reference such as {@code _/eth_rpc@1.0.0}, with {@code latest} where it has no revision. */
    Found find(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw HttpRefusal.notFound("DATASET_NOT_FOUND", "dataset '" + reference + "' not found");
        }
        return find(
                Name.checked(name.substring(0, slash), name.substring(slash + 1)),
                at < 0 ? "latest" : reference.substring(at + 1));
    }

    private static @Nullable String resolve(Entry entry, String revision) {
        if (revision.equals("dev")) {
            return entry.dev;
        }
        if (revision.equals("latest")) {
            return entry.versions.values().stream().map(Tag::hash).findFirst().orElse(null);
        }
        Tag tag = entry.versions.get(revision);
        return tag != null ? tag.hash() : entry.linked.contains(revision) ? revision : null;
    }

    synchronized void delete(Name name) {
        Entry gone = datasets.remove(name);
        if (gone != null) {
            gone.linked.stream().filter(hash -> links(hash) == 0).forEach(manifests::remove);
        }
    }

    synchronized void deleteVersion(Name name, String version) {
        Entry entry = datasets.get(name);
        Tag tag = entry == null ? null : entry.versions.get(version);
        if (entry == null || tag == null) {
            return;
        }
        if (tag.hash().equals(resolve(entry, "latest"))) {
            throw HttpRefusal.badRequest(
                    "CANNOT_DELETE_LATEST_VERSION",
                    "version '" + version + "' is the latest; create a newer one first");
        }
        entry.versions.remove(version);
    }

    synchronized void deleteManifest(String hash) {
        if (links(hash) > 0) {
            throw HttpRefusal.conflict("MANIFEST_LINKED", "manifest '" + hash + "' is linked to datasets");
        }
        manifests.remove(hash);
    }

    synchronized int prune() {
        List<String> orphans =
                manifests.keySet().stream().filter(hash -> links(hash) == 0).toList();
        orphans.forEach(manifests::remove);
        return orphans.size();
    }
}
