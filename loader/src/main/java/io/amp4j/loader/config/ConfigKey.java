package io.amp4j.loader.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once: its name in a URI, in a file and in code, how it is read, its default and what it does. The documentation's
 * tables are made from it. Immutable.
 *
 * @param <T> the type of its values
 */
public final class ConfigKey<T> {
    private static final String SECRET = "secret text";

    private final String name;
    private final Function<String, T> parser;
    private final @Nullable T defaultValue;
    private final String values;
    private final String description;

    private ConfigKey(
            String name, Function<String, T> parser, @Nullable T defaultValue, String values, String description) {
        this.name = Objects.requireNonNull(name, "name");
        this.parser = parser;
        this.defaultValue = defaultValue;
        this.values = values;
        this.description = description;
    }

    /**
     * A key whose value is text.
     *
     * @param name the name, in kebab case
     * @param description what it does, a sentence
     * @return the key, without a default
     */
    public static ConfigKey<String> text(String name, String description) {
        return new ConfigKey<>(name, Function.identity(), null, "text", description);
    }

    /**
     * A key whose value must never be printed.
     *
     * @param name the name, in kebab case
     * @param description what it does, a sentence
     * @return the key, without a default
     */
    public static ConfigKey<Secret> secret(String name, String description) {
        return new ConfigKey<>(name, Secret::of, null, SECRET, description);
    }

    /**
     * A key whose value is a whole number.
     *
     * @param name the name, in kebab case
     * @param description what it does, with the unit
     * @return the key, without a default
     */
    public static ConfigKey<Integer> integer(String name, String description) {
        return new ConfigKey<>(name, Integer::valueOf, null, "whole number", description);
    }

    /**
     * A key whose value is a whole number that can be large.
     *
     * @param name the name, in kebab case
     * @param description what it does, with the unit
     * @return the key, without a default
     */
    public static ConfigKey<Long> count(String name, String description) {
        return new ConfigKey<>(name, Long::valueOf, null, "whole number", description);
    }

    /**
     * A key whose value is a number of bytes, such as {@code 64MiB} or {@code 10GB}.
     *
     * @param name the name, in kebab case
     * @param description what it does
     * @return the key, without a default
     */
    public static ConfigKey<Long> bytes(String name, String description) {
        return new ConfigKey<>(name, ConfigValues::bytes, null, "bytes, such as 64MiB", description);
    }

    /**
     * A key whose value is a length of time, such as {@code 500ms}, {@code 2s} or {@code 5m}.
     *
     * @param name the name, in kebab case
     * @param description what it does
     * @return the key, without a default
     */
    public static ConfigKey<Duration> duration(String name, String description) {
        return new ConfigKey<>(name, ConfigValues::duration, null, "time, such as 500ms or 2s", description);
    }

    /**
     * A key that is {@code true} or {@code false}.
     *
     * @param name the name, in kebab case
     * @param description what true means
     * @return the key, without a default
     */
    public static ConfigKey<Boolean> flag(String name, String description) {
        return new ConfigKey<>(name, ConfigValues::flag, null, "true or false", description);
    }

    /**
     * A key with a fixed set of values, written in kebab case.
     *
     * @param name the name, in kebab case
     * @param type the enum of its values
     * @param description what it does
     * @param <E> the enum
     * @return the key, without a default
     */
    public static <E extends Enum<E>> ConfigKey<E> oneOf(String name, Class<E> type, String description) {
        String values = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants()).map(ConfigKey::kebab).toList());
        return new ConfigKey<>(name, text -> ConfigValues.constant(type, text), null, values, description);
    }

    /**
     * All keys that begin with a prefix, for settings that belong to the destination's own library and are passed to it as they are. Any of
     * them may be secret, so none is ever printed.
     *
     * @param prefix what the names begin with, with the dot at its end
     * @param description whose settings they are, with an example
     * @return a key whose value maps what stands behind the prefix to what was given; without a default
     */
    public static ConfigKey<Map<String, Secret>> prefixed(String prefix, String description) {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException("a prefix ends in a dot");
        }
        return new ConfigKey<>(prefix, text -> Map.of(), null, "text", description);
    }

    /** Whether it stands for all names that begin with its own. */
    boolean isPrefix() {
        return name.endsWith(".");
    }

    /**
     * The same key with a default.
     *
     * @param value the value where none is given
     * @return a new key
     */
    public ConfigKey<T> withDefault(T value) {
        return new ConfigKey<>(name, parser, value, values, description);
    }

    /**
     * The name in a URI, in a file and in code.
     *
     * @return the name, in kebab case
     */
    public String name() {
        return name;
    }

    /**
     * The value where none is given.
     *
     * @return the default, or null
     */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /**
     * Which values there are, for people.
     *
     * @return a phrase
     */
    public String values() {
        return values;
    }

    /**
     * Whether its values must never be printed.
     *
     * @return true for secrets, and for settings that are another library's, any of which may be one
     */
    public boolean isSecret() {
        return values.equals(SECRET) || isPrefix();
    }

    /**
     * What the key does.
     *
     * @return a sentence
     */
    public String description() {
        return description;
    }

    /**
     * Reads a value.
     *
     * @param text the value as written
     * @return the value
     * @throws IllegalArgumentException if it cannot be read
     */
    T parse(String text) {
        return parser.apply(text);
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return name;
    }
}
