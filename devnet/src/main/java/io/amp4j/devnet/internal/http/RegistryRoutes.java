package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The registry: datasets for others to find. */
final class RegistryRoutes {
    private static final String ALL = " /api/v1/datasets";
    private static final String ONE = ALL + "/{namespace}/{name}";
    private static final String OWN = " /api/v1/owners/@me/datasets";
    private static final String OWN_ONE = OWN + "/{namespace}/{name}";
    private static final String BAD_QUERY = "INVALID_QUERY_PARAMETERS";
    private static final String BAD_BODY = "INVALID_REQUEST_BODY";
    private static final List<String> SORTABLE = List.of("namespace", "name", "created_at", "updated_at", "owner");
    private static final int USUAL_PAGE = 50;

    private final Registry registry;
    private final Auth auth;

    RegistryRoutes(Datasets served, Auth auth) {
        this.registry = new Registry(served);
        this.auth = auth;
    }

    void addTo(Routes routes) {
        routes.add(Access.PUBLIC, "GET" + ALL, this::list);
        routes.add(Access.PUBLIC, "GET" + ALL + "/search", this::search);
        routes.add(Access.PUBLIC, "GET" + ALL + "/search/ai", this::aiSearch);
        routes.add(Access.PUBLIC, "GET" + ONE, call -> Reply.ok(registry.get(key(call), caller(call))));
        routes.add(Access.PUBLIC, "GET" + ONE + "/versions", this::versions);
        routes.add(Access.PUBLIC, "GET" + ONE + "/versions/{version}", call -> Reply.ok(version(call)));
        routes.add(Access.PUBLIC, "GET" + ONE + "/versions/{version}/manifest", this::manifest);
        routes.add(Access.OWNER, "POST" + OWN + "/publish", this::publish);
        routes.add(Access.OWNER, "POST" + OWN_ONE + "/versions/publish", this::publishVersion);
        routes.add(Access.OWNER, "PUT" + OWN_ONE, this::update);
        routes.add(Access.OWNER, "PATCH" + OWN_ONE + "/visibility", this::visibility);
        routes.add(Access.OWNER, "PATCH" + OWN_ONE + "/versions/{version}", this::status);
        routes.add(Access.OWNER, "DELETE" + OWN_ONE + "/versions/{version}", this::archive);
    }

    private static String key(Request call) {
        return call.path("namespace") + "/" + call.path("name");
    }

    private String caller(Request call) {
        return call.token().flatMap(auth::owner).orElse("devnet");
    }

    private Reply list(Request call) {
        String field = call.query().getOrDefault("sort_by", "name");
        if (!SORTABLE.contains(field)) {
            throw HttpRefusal.badRequest(BAD_QUERY, "cannot sort by " + field);
        }
        Comparator<ObjectNode> order =
                Comparator.comparing(dataset -> dataset.path(field).asText());
        boolean down =
                call.query("direction", "asc|desc", BAD_QUERY).orElse("asc").equals("desc");
        return page(
                call,
                registry.visible(caller(call)).stream()
                        .sorted(down ? order.reversed() : order)
                        .toList());
    }

    private Reply search(Request call) {
        return page(call, found(call));
    }

    private Reply aiSearch(Request call) {
        return Reply.ok(JsonNodeFactory.instance.arrayNode().addAll(limited(call, found(call))));
    }

    /** The datasets that have a word of the question, those with most of them first. */
    private List<ObjectNode> found(Request call) {
        String question = call.query().getOrDefault("search", "").toLowerCase(Locale.ROOT);
        if (question.isBlank()) {
            throw HttpRefusal.badRequest(BAD_QUERY, "missing parameter: search");
        }
        String[] words = question.strip().split("\\s+");
        ToDoubleFunction<ObjectNode> score = dataset -> {
            String text = dataset.toString().toLowerCase(Locale.ROOT);
            long hits = List.of(words).stream().filter(text::contains).count();
            return (double) hits / words.length;
        };
        return registry.visible(caller(call)).stream()
                .filter(dataset -> score.applyAsDouble(dataset) > 0)
                .map(dataset -> dataset.put("score", score.applyAsDouble(dataset)))
                .sorted(Comparator.comparingDouble(
                                (ObjectNode dataset) -> dataset.path("score").asDouble())
                        .reversed())
                .toList();
    }

    private static int limit(Request call) {
        return call.query("limit", "[1-9]\\d{0,3}", BAD_QUERY)
                .map(Integer::parseInt)
                .orElse(USUAL_PAGE);
    }

    private static List<ObjectNode> limited(Request call, List<ObjectNode> all) {
        return all.subList(0, Math.min(limit(call), all.size()));
    }

    private static Reply page(Request call, List<ObjectNode> all) {
        int size = limit(call);
        long page = call.query("page", "[1-9]\\d{0,8}", BAD_QUERY)
                .map(Long::parseLong)
                .orElse(1L);
        int from = (int) Math.min((page - 1) * size, all.size());
        int to = Math.min(from + size, all.size());
        ObjectNode answer = Reply.object();
        answer.putArray("datasets").addAll(all.subList(from, to));
        return Reply.ok(answer.put("has_next_page", to < all.size()).put("total_count", all.size()));
    }

    private Reply versions(Request call) {
        return Reply.ok(registry.get(key(call), caller(call)).path("versions"));
    }

    private JsonNode version(Request call) {
        registry.get(key(call), caller(call));
        return registry.version(key(call), call.path("version")).json();
    }

    private Reply manifest(Request call) {
        registry.get(key(call), caller(call));
        return Reply.ok(registry.version(key(call), call.path("version")).manifest());
    }

    private Reply publish(Request call) {
        JsonNode body = call.json(BAD_BODY);
        return Reply.json(201, registry.publish(body, caller(call)));
    }

    private Reply publishVersion(Request call) {
        return Reply.json(201, registry.publishVersion(key(call), call.json(BAD_BODY), caller(call)));
    }

    private Reply update(Request call) {
        return Reply.ok(registry.update(key(call), call.json(BAD_BODY), caller(call)));
    }

    private Reply visibility(Request call) {
        String visibility = Request.text(call.json(BAD_BODY), "visibility", BAD_BODY);
        if (!List.of("public", "private").contains(visibility)) {
            throw HttpRefusal.badRequest(BAD_BODY, "unknown visibility: " + visibility);
        }
        return Reply.ok(registry.update(key(call), Reply.object().put("visibility", visibility), caller(call)));
    }

    private Reply status(Request call) {
        String status = Request.text(call.json(BAD_BODY), "status", BAD_BODY);
        if (!List.of("draft", "published", "deprecated").contains(status)) {
            throw HttpRefusal.badRequest(BAD_BODY, "a version cannot be made " + status);
        }
        return Reply.ok(registry.setStatus(key(call), call.path("version"), status, caller(call)));
    }

    private Reply archive(Request call) {
        registry.setStatus(key(call), call.path("version"), "archived", caller(call));
        return Reply.ok(Reply.object().put("reference", key(call) + "@" + call.path("version")));
    }
}
