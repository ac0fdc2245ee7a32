package io.amp4j.client.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.amp4j.client.AmpException;
import io.amp4j.client.dataset.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object's members by name and type. A member that has to be there and is not, or is of another type, is an error that
 * names it; members that nobody asks for are ignored.
 */
public final class Fields {
    private final JsonNode node;
    private final String place;
    private final HttpErrors errors;

    Fields(JsonNode node, String place, HttpErrors errors) {
        this.node = node;
        this.place = place;
        this.errors = errors;
    }

    /**
     * A text.
     *
     * @param name the member's name
     * @return the text
     */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /**
     * A text that may be missing or null.
     *
     * @param name the member's name
     * @return the text
     */
    public Optional<String> optionalText(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw mistyped(name, "no text");
        }
        return Optional.of(value.textValue());
    }

    /**
     * A whole number.
     *
     * @param name the member's name
     * @return the number
     */
    public long number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    /**
     * A whole number that may be missing or null.
     *
     * @param name the member's name
     * @return the number
     */
    public OptionalLong optionalNumber(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw mistyped(name, "no whole number of 64 bits");
        }
        return OptionalLong.of(value.longValue());
    }

    /**
     * A number with a fraction, that may be missing or null.
     *
     * @param name the member's name
     * @return the number
     */
    public OptionalDouble optionalFraction(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            throw mistyped(name, "no number");
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /**
     * A truth value.
     *
     * @param name the member's name
     * @return the value
     */
    public boolean truth(String name) {
        JsonNode value = present(name);
        if (value == null) {
            throw missing(name);
        }
        if (!value.isBoolean()) {
            throw mistyped(name, "neither true nor false");
        }
        return value.booleanValue();
    }

    /**
     * A point in time, in ISO 8601; without a zone it is UTC.
     *
     * @param name the member's name
     * @return the time
     */
    public Instant time(String name) {
        String text = text(name).replace(' ', 'T');
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException noOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw mistyped(name, "no time in ISO 8601");
            }
        }
    }

    /**
     * JSON of whatever shape; null where it is missing.
     *
     * @param name the member's name
     * @return the value
     */
    public Optional<Json> json(String name) {
        JsonNode value = present(name);
        return value == null ? Optional.empty() : Optional.of(Json.parse(value.toString()));
    }

    /**
     * All of it.
     *
     * @return this as JSON
     */
    public Json all() {
        return Json.parse(node.toString());
    }

    /**
     * An object in the object.
     *
     * @param name the member's name
     * @return its members
     */
    public Fields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name));
    }

    /**
     * An object in the object, that may be missing or null.
     *
     * @param name the member's name
     * @return its members
     */
    public Optional<Fields> optionalObject(String name) {
        JsonNode value = present(name);
        return value == null ? Optional.empty() : Optional.of(new Fields(value, "'" + name + "'", errors));
    }

    /**
     * A list of objects.
     *
     * @param name the member's name
     * @param item makes one of each
     * @param <T> what the list is made of
     * @return an immutable list
     */
    public <T> List<T> list(String name, Function<Fields, T> item) {
        JsonNode value = present(name);
        if (value == null) {
            throw missing(name);
        }
        return items(value, name, item);
    }

    /**
     * A list of objects; empty where it is missing.
     *
     * @param name the member's name
     * @param item makes one of each
     * @param <T> what the list is made of
     * @return an immutable list
     */
    public <T> List<T> optionalList(String name, Function<Fields, T> item) {
        return present(name) == null ? List.of() : list(name, item);
    }

    /**
     * This as a list of objects.
     *
     * @param item makes one of each
     * @param <T> what the list is made of
     * @return an immutable list
     */
    public <T> List<T> list(Function<Fields, T> item) {
        return items(node, "it", item);
    }

    private <T> List<T> items(JsonNode array, String name, Function<Fields, T> item) {
        if (!array.isArray()) {
            throw mistyped(name, "no list");
        }
        List<T> items = new ArrayList<>(array.size());
        array.forEach(each -> items.add(item.apply(new Fields(each, "an item of '" + name + "'", errors))));
        return List.copyOf(items);
    }

    /**
     * A list of texts; empty where it is missing.
     *
     * @param name the member's name
     * @return an immutable list
     */
    public List<String> texts(String name) {
        JsonNode value = present(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw mistyped(name, "no list");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw mistyped(name, "no list of texts");
            }
            texts.add(each.textValue());
        }
        return List.copyOf(texts);
    }

    /**
     * An object whose names are data.
     *
     * @param name the member's name
     * @param value makes one of each
     * @param <T> what the map holds
     * @return an immutable map, in the server's order
     */
    public <T> Map<String, T> map(String name, Function<Fields, T> value) {
        JsonNode object = present(name);
        if (object == null) {
            throw missing(name);
        }
        if (!object.isObject()) {
            throw mistyped(name, "no object");
        }
        Map<String, T> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            map.put(member.getKey(), value.apply(new Fields(member.getValue(), "'" + member.getKey() + "'", errors)));
        }
        return Collections.unmodifiableMap(map);
    }

    private @Nullable JsonNode present(String name) {
        if (!node.isObject()) {
            throw errors.badShape(place + " is no object");
        }
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private AmpException missing(String name) {
        return errors.badShape(place + " has no '" + name + "'");
    }

    private AmpException mistyped(String name, String what) {
        return errors.badShape("'" + name + "' is " + what);
    }
}
