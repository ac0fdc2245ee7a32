package io.amp4j.devnet.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.devnet.internal.http.Routes.Access;
import io.amp4j.devnet.internal.sql.Catalogue;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** {@code /providers}. */
final class ProviderRoutes {
    private static final String BAD_BODY = "INVALID_REQUEST_BODY";

    private final Map<String, JsonNode> providers = new ConcurrentSkipListMap<>();

    /** One provider for each network that there is. */
    ProviderRoutes(Catalogue catalogue) {
        catalogue.datasets().values().forEach(dataset -> {
            String network = dataset.blocks().snapshot().network();
            providers.put(
                    network,
                    Reply.object().put("name", network).put("kind", "evm-rpc").put("network", network));
        });
    }

    void addTo(Routes routes) {
        routes.add(Access.SERVER, "GET /providers", call -> list());
        routes.add(Access.SERVER, "POST /providers", this::put);
        routes.add(Access.SERVER, "GET /providers/{name}", this::get);
        routes.add(Access.SERVER, "DELETE /providers/{name}", this::delete);
    }

    private static String name(Request call) {
        return checked(call.path("name"), "INVALID_PROVIDER_NAME");
    }

    private static String checked(String name, String code) {
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw HttpRefusal.badRequest(code, "invalid provider name: " + name);
        }
        return name;
    }

    private Reply list() {
        ObjectNode answer = Reply.object();
        answer.putArray("providers").addAll(providers.values());
        return Reply.ok(answer);
    }

    private Reply put(Request call) {
        JsonNode provider = call.json(BAD_BODY);
        Request.text(provider, "kind", BAD_BODY);
        providers.put(checked(Request.text(provider, "name", BAD_BODY), BAD_BODY), provider);
        return Reply.empty(201);
    }

    private Reply get(Request call) {
        JsonNode provider = providers.get(name(call));
        if (provider == null) {
            throw HttpRefusal.notFound("PROVIDER_NOT_FOUND", "provider '" + name(call) + "' not found");
        }
        return Reply.ok(provider);
    }

    private Reply delete(Request call) {
        providers.remove(name(call));
        return Reply.empty(204);
    }
}
