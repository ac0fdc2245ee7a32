package io.amp4j.loader.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection's configuration in the Python client's words: what is taken from it is crossed out, and becomes a setting. */
final class PythonConfig {
    private final String name;
    private final Map<String, JsonNode> rest = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();

    PythonConfig(String name, JsonNode config) {
        this.name = name;
        config.properties().forEach(each -> rest.put(each.getKey(), each.getValue()));
    }

    /** Crosses out what only tunes the Python client. */
    void pass(String... fields) {
        for (String field : fields) {
            rest.remove(field);
        }
    }

    /** A field that has one value; null, as Python's None, is none. What is no single value stays, and is refused with the rest. */
    Optional<String> text(String field) {
        JsonNode value = rest.get(field);
        if (value == null || !value.isValueNode()) {
            return Optional.empty();
        }
        rest.remove(field);
        return value.isNull() ? Optional.empty() : Optional.of(value.asText());
    }

    Optional<List<String>> texts(String field) {
        if (!(rest.get(field) instanceof ArrayNode array)) {
            return Optional.empty();
        }
        rest.remove(field);
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return Optional.of(texts);
    }

    PythonConfig within(String field) {
        JsonNode inner = rest.remove(field);
        return new PythonConfig(name, inner == null ? NullNode.instance : inner);
    }

    void setting(String field, String key) {
        setting(field, key, "");
    }

    void setting(String field, String key, String unit) {
        text(field).filter(value -> !value.isEmpty()).ifPresent(value -> put(key, value + unit));
    }

    /** What stands in that file is meant as it is. */
    void put(String key, String value) {
        settings.put(key, value.replace("${", "$${"));
    }

    /** A part of a URI. */
    String part(String field, String otherwise) {
        return encoded(text(field).orElse(otherwise));
    }

    String authority(String userField) {
        String user = userField.isEmpty() ? "" : part(userField, "");
        String port = part("port", "");
        return "//" + (user.isEmpty() ? "" : user + "@") + text("host").orElse("localhost")
                + (port.isEmpty() ? "" : ":" + port);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    NamedConnection connection(String uri, PythonConfig more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more.settings);
        return new NamedConnection(name, uri, all);
    }

    void refuseRest() {
        rest.values().removeIf(value -> value.isNull() || (value.isContainerNode() && value.isEmpty()));
        if (!rest.isEmpty()) {
            throw invalid("has '" + String.join("', '", rest.keySet())
                    + "', for which amp4j has no counterpart; name the destination with amp connections add");
        }
    }

    AmpException invalid(String what) {
        return new AmpException(LoadError.CONFIG_INVALID, "the Python client's connection '" + name + "' " + what);
    }
}
