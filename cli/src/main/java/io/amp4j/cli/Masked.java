package io.amp4j.cli;

import io.amp4j.client.dataset.Json;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A provider's settings without what is secret in them. What is not known to be harmless is left out. */
final class Masked {
    private static final String MASK = "***";
    private static final Set<String> HARMLESS = Set.of("network", "kind", "name", "chain_id");

    private Masked() {}

    /** Numbers and truth values are shown, and of an address its host: keys hide in paths, queries and user names. */
    static Object of(String key, Json value) {
        if (value.isObject()) {
            Map<String, Object> members = value.members().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, member -> of(member.getKey(), member.getValue())));
            return members;
        }
        boolean plain = value.asLong().isPresent() || value.asBoolean().isPresent() || HARMLESS.contains(key);
        return plain ? value : value.asText().map(Masked::text).orElse(MASK);
    }

    private static String text(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getScheme() == null || uri.getHost() == null
                    ? MASK
                    : uri.getScheme() + "://" + uri.getHost() + "/" + MASK;
        } catch (IllegalArgumentException notAnAddress) {
            return MASK;
        }
    }
}
