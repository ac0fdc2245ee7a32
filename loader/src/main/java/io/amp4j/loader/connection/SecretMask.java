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
        String masked = withoutPassword(uri);
        int question = masked.indexOf('?', endOfUser(masked) + 1);
        if (question < 0) {
            return masked;
        }
        return Arrays.stream(masked.substring(question + 1).split("&"))
                .map(this::parameter)
                .collect(Collectors.joining("&", masked.substring(0, question + 1), ""));
    }

    /** A value without a name may be anything: part of a password, too. */
    private String parameter(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? setting(pair, pair)
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
        String masked = withoutPassword(value);
        int question = masked.indexOf('?', endOfUser(masked) + 1);
        return question < 0 ? masked : masked.substring(0, question + 1) + MASK;
    }

    private static String withoutPassword(String uri) {
        int at = endOfUser(uri);
        if (at < 0) {
            return uri;
        }
        int colon = uri.indexOf(':', uri.indexOf("//") + 2);
        return References.isOnlyReferences(uri.substring(colon + 1, at))
                ? uri
                : uri.substring(0, colon + 1) + MASK + uri.substring(at);
    }

    /**
     * The place of the @ behind a user's password, or -1 if there is none: the last one before the query, since a password that was not encoded may
     * hold any character. For the same reason, where there is none before what looks like the query, the last one of all.
     */
    private static int endOfUser(String uri) {
        int authority = uri.indexOf("//");
        int colon = authority < 0 ? -1 : uri.indexOf(':', authority + 2);
        if (colon < 0) {
            return -1;
        }
        int question = uri.indexOf('?');
        int at = question < 0 ? -1 : uri.lastIndexOf('@', question);
        if (at < colon) {
            at = uri.lastIndexOf('@');
        }
        return at < colon ? -1 : at;
    }
}
