package io.amp4j.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.internal.http.Bodies;
import io.amp4j.client.internal.http.JsonHttp;
import java.util.List;

/** The providers of a server. Thread-safe. Each method makes one call, and fails with a code of {@link AdminError} or a general one. */
public final class Providers {
    private final JsonHttp http;

    Providers(JsonHttp http) {
        this.http = http;
    }

    /**
     * All providers.
     *
     * @return with their settings, secrets included
     */
    public List<Provider> list() {
        return http.get("providers").answer().list("providers", Provider::of);
    }

    /**
     * A provider.
     *
     * @param name its name
     * @return with its settings, secrets included
     * @throws AmpException with code {@link AdminError#PROVIDER_NOT_FOUND} if there is none
     */
    public Provider get(String name) {
        return Provider.of(http.get("providers", name).answer());
    }

    /**
     * Adds a provider, or puts it in the place of one with the same name.
     *
     * @param provider the provider
     */
    public void put(Provider provider) {
        ObjectNode body = Bodies.object();
        provider.settings().forEach((key, value) -> body.set(key, Bodies.json(value)));
        body.put("name", provider.name()).put("kind", provider.kind());
        http.post("providers").body(body).run();
    }

    /**
     * Removes a provider. One that is not there is no error.
     *
     * @param name its name
     */
    public void delete(String name) {
        http.delete("providers", name).run();
    }
}
