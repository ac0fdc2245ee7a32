package io.amp4j.loader.connection;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadKeys;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Leaves out of a URI and of settings what is secret, or not known to be harmless. */
final class SecretMask {
    private static final String MASK = "***";

    /** The settings of the URI's loader; where it is not on the class path, only those of every load. */
    private final List<ConfigKey<?>> known;

    private SecretMask(String uri) {
        known = new ArrayList<>(LoadKeys.ALL);
        String scheme = Config.schemeOf(uri);
        for (LoaderProvider provider : Destinations.known()) {
            if (provider.schemes().contains(scheme)) {
                known.addAll(provider.keys());
            }
        }
    }

    static NamedConnection of(NamedConnection connection) {
        SecretMask mask = new SecretMask(connection.uri());
        Map<String, String> settings = new LinkedHashMap<>();
        connection.settings().forEach((key, value) -> settings.put(key, mask.setting(key, value)));
        return new NamedConnection(connection.name(), mask.uri(connection.uri()), settings);
    }

    static String of(String uri) {
        return new SecretMask(uri).uri(uri);
    }

    private String uri(String uri) {
        int question = uri.indexOf('?');
        if (question < 0) {
            return withoutPassword(uri);
        }
        String query = Arrays.stream(uri.substring(question + 1).split("&"))
                .map(this::parameter)
                .collect(Collectors.joining("&"));
        return withoutPassword(uri.substring(0, question)) + "?" + query;
    }

    private String parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? pair
                : pair.substring(0, equals + 1) + setting(pair.substring(0, equals), pair.substring(equals + 1));
    }

    private String setting(String name, String value) {
        if (References.isOnlyReferences(value)) {
            return value;
        }
        boolean harmless = known.stream().anyMatch(key -> key.name().equals(name) && !key.isSecret());
        return harmless ? addressWithoutSecrets(value) : MASK;
    }

    /** A harmless setting may be an address, whose user or query is not. */
    private static String addressWithoutSecrets(String value) {
        if (!value.contains("://")) {
            return value;
        }
        int question = value.indexOf('?');
        return question < 0 ? withoutPassword(value) : withoutPassword(value.substring(0, question)) + "?" + MASK;
    }

    /** Up to the last @, since a password that was not encoded may hold any character. */
    private static String withoutPassword(String location) {
        int authority = location.indexOf("//") + 2;
        int at = location.lastIndexOf('@');
        int colon = authority < 2 ? -1 : location.indexOf(':', authority);
        if (colon < 0 || at < colon || References.isOnlyReferences(location.substring(colon + 1, at))) {
            return location;
        }
        return location.substring(0, colon + 1) + MASK + location.substring(at);
    }
}
