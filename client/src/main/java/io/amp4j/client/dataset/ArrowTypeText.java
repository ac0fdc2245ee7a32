package io.amp4j.client.dataset;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An Arrow type as manifests write it, as text: a word for a plain type, an object with one member for one with parameters, such as
 * {@code {"Timestamp": ["Nanosecond", "+00:00"]}} or {@code {"List": {"name": "item", "data_type": "Utf8", …}}}.
 */
final class ArrowTypeText {
    private ArrowTypeText() {}

    static String of(Json type) {
        return type.asText().orElseGet(() -> parameterised(type));
    }

    private static String parameterised(Json type) {
        Map<String, Json> members = type.members();
        if (members.size() != 1) {
            return type.toString();
        }
        Map.Entry<String, Json> only = members.entrySet().iterator().next();
        return only.getKey() + "(" + parameter(only.getValue()) + ")";
    }

    private static String parameter(Json parameter) {
        if (parameter.at("data_type").isPresent() || parameter.at("type").isPresent()) {
            return fieldType(parameter);
        }
        List<Json> items = parameter.items();
        if (!items.isEmpty()) {
            return items.stream().map(ArrowTypeText::item).collect(Collectors.joining(", "));
        }
        return of(parameter);
    }

    /** Of a struct's members the name counts, of a list's items only the type. */
    private static String item(Json item) {
        if (item.at("name").isPresent() && item.isObject()) {
            return item.at("name").flatMap(Json::asText).orElse("?") + ": " + fieldType(item);
        }
        return of(item);
    }

    private static String fieldType(Json field) {
        return field.at("data_type")
                .or(() -> field.at("type"))
                .map(ArrowTypeText::of)
                .orElse("?");
    }
}
