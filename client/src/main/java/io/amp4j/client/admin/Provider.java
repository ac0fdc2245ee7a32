package io.amp4j.client.admin;

import io.amp4j.client.dataset.Json;
import io.amp4j.client.internal.http.Fields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where raw datasets get their blocks from. Its settings often hold secrets, such as a key in an endpoint's address: they are not
 * printed.
 *
 * @param name its name
 * @param kind such as {@code evm-rpc} or {@code firehose}
 * @param settings the rest, such as {@code network} and {@code url}, by name
 */
public record Provider(String name, String kind, Map<String, Json> settings) {
    /** A provider; the map is copied. */
    public Provider {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * A provider without settings.
     *
     * @param name its name
     * @param kind such as {@code evm-rpc}
     */
    public Provider(String name, String kind) {
        this(name, kind, Map.of());
    }

    static Provider of(Fields fields) {
        Map<String, Json> settings = new LinkedHashMap<>(fields.all().members());
        settings.remove("name");
        settings.remove("kind");
        return new Provider(fields.text("name"), fields.text("kind"), settings);
    }

    /**
     * As this, with one more setting.
     *
     * @param key its name
     * @param value its value
     * @return the provider
     */
    public Provider with(String key, Json value) {
        Map<String, Json> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new Provider(name, kind, more);
    }

    /**
     * The network that it serves, where its settings say so.
     *
     * @return such as {@code mainnet}
     */
    public Optional<String> network() {
        return Optional.ofNullable(settings.get("network")).flatMap(Json::asText);
    }

    /** Name, kind and the names of the settings, not their values. */
    @Override
    public String toString() {
        return "Provider[" + name + ", " + kind + ", " + settings.keySet() + "]";
    }
}
