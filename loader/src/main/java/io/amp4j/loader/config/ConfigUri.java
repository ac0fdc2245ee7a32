package io.amp4j.loader.config;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of {@code scheme:location?key=value}. More lenient than {@code java.net.URI}: several hosts, braces, plain file names. */
record ConfigUri(
        String scheme,
        String location,
        @Nullable String user,
        @Nullable Secret password,
        List<String> hosts,
        String path,
        Map<String, String> parameters) {

    private static final String JDBC = "jdbc:";

    /** Reads a URI; a JDBC URL is the same with another word before it. */
    static ConfigUri parse(String uri) {
        String text = withoutJdbc(uri);
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "a destination is written scheme:location, such as duckdb:chain.duckdb or postgresql://host/database");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        int question = rest.indexOf('?');
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        String location = question < 0 ? rest : rest.substring(0, question);
        if (!location.startsWith("//")) {
            return new ConfigUri(scheme, decode(location), null, null, List.of(), decode(location), parameters);
        }
        return withAuthority(scheme, location.substring(2), parameters);
    }

    static String withoutJdbc(String uri) {
        return uri.regionMatches(true, 0, JDBC, 0, JDBC.length()) ? uri.substring(JDBC.length()) : uri;
    }

    private static ConfigUri withAuthority(String scheme, String location, Map<String, String> parameters) {
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        String path = slash < 0 ? "" : decode(location.substring(slash));
        int at = authority.lastIndexOf('@');
        String hosts = authority.substring(at + 1);
        String user = null;
        Secret password = null;
        if (at >= 0) {
            String[] credentials = authority.substring(0, at).split(":", 2);
            user = credentials[0].isEmpty() ? null : decode(credentials[0]);
            password = credentials.length < 2 ? null : Secret.of(decode(credentials[1]));
        }
        List<String> hostList = hosts.isEmpty() ? List.of() : List.of(hosts.split(","));
        return new ConfigUri(scheme, "//" + hosts + path, user, password, hostList, path, parameters);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length < 2 ? "true" : decode(parts[1]));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AmpException(LoadError.CONFIG_INVALID, "a percent sign in a URI is written %25", e);
        }
    }
}
