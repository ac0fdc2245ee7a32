package io.amp4j.loader.config;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a destination is, and its settings. Immutable; prints without secrets.
 *
 * <p>A URI reads {@code scheme:location?key=value&key=value}; a location that starts with {@code //} has an authority:
 * {@code //user:password@host:port,host:port/path}. Values are percent-decoded; braces need no escape.
 */
public final class Config {
    private final ConfigUri uri;
    private final Map<String, Object> values;

    private Config(ConfigUri uri, Map<String, Object> values) {
        this.uri = uri;
        this.values = values;
    }

    /**
     * Reads a URI and settings against the keys that are known.
     *
     * @param uri the URI as a user writes it
     * @param settings settings from code, a file or the environment; they win over the URI's own
     * @param known the keys that may occur
     * @return the configuration
     * @throws AmpException with {@link LoadError#CONFIG_INVALID} for an unknown key (it names the nearest known one) or a bad value
     */
    public static Config of(String uri, Map<String, String> settings, List<ConfigKey<?>> known) {
        ConfigUri parsed = ConfigUri.parse(uri);
        Map<String, String> given = new LinkedHashMap<>(parsed.parameters());
        given.putAll(settings);
        Map<String, Object> values = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            ConfigKey<?> key = key(name, known);
            if (key.isPrefix()) {
                gather(values, key.name(), name, text);
            } else {
                values.put(name, read(key, text));
            }
        });
        return new Config(parsed, values);
    }

    @SuppressWarnings("unchecked") // what stands under a prefix is put there by this method alone
    private static void gather(Map<String, Object> values, String prefix, String name, String text) {
        Map<String, Secret> gathered =
                (Map<String, Secret>) values.computeIfAbsent(prefix, key -> new LinkedHashMap<String, Secret>());
        gathered.put(name.substring(prefix.length()), Secret.of(text));
    }

    private static ConfigKey<?> key(String name, List<ConfigKey<?>> known) {
        for (ConfigKey<?> key : known) {
            if (key.name().equals(name) && !key.isPrefix()) {
                return key;
            }
            if (key.isPrefix()
                    && name.startsWith(key.name())
                    && name.length() > key.name().length()) {
                return key;
            }
        }
        if (name.indexOf('@') >= 0) { // a piece of a password, which is not to be printed
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "what stands behind the first ? of the URI is no setting; in a user or a password a ? is written %3F, and a & %26");
        }
        throw new AmpException(
                LoadError.CONFIG_INVALID, "unknown setting '" + name + "'" + NearestName.hint(name, known));
    }

    private static Object read(ConfigKey<?> key, String text) {
        try {
            return Objects.requireNonNull(key.parse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "setting '" + key.name() + "' takes " + key.values() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * The scheme of a URI that is not read yet: it tells which keys are known.
     *
     * @param uri the URI as a user writes it; {@code jdbc:} before it is passed over
     * @return the scheme, in lower case; empty if there is none
     */
    public static String schemeOf(String uri) {
        String text = ConfigUri.withoutJdbc(uri);
        return text.substring(0, Math.max(text.indexOf(':'), 0)).toLowerCase(Locale.ROOT);
    }

    /**
     * The URI's scheme.
     *
     * @return the scheme, in lower case
     */
    public String scheme() {
        return uri.scheme();
    }

    /**
     * What stands between the scheme's colon and the question mark, without user and password.
     *
     * @return the location, such as {@code chain.duckdb}, {@code //host:5432/db} or {@code s3://bucket/path}
     */
    public String location() {
        return uri.location();
    }

    /**
     * The user in the URI's authority.
     *
     * @return the user, or null
     */
    public @Nullable String user() {
        return uri.user();
    }

    /**
     * The user, where a setting can name one too.
     *
     * @param key the setting; it wins over the URI's authority
     * @return the user, or empty if neither names one
     */
    public Optional<String> user(ConfigKey<String> key) {
        return find(key).or(() -> Optional.ofNullable(uri.user()));
    }

    /**
     * The password. What a URI holds is easily seen by others, so there is always a setting for it too.
     *
     * @param key the setting; it wins over the URI's authority
     * @return the password, or empty if neither has one
     */
    public Optional<Secret> password(ConfigKey<Secret> key) {
        return find(key).or(() -> Optional.ofNullable(uri.password()));
    }

    /**
     * The hosts in the URI's authority.
     *
     * @return hosts with their ports where given ({@code host:5432}), in order; empty where the URI has no authority
     */
    public List<String> hosts() {
        return uri.hosts();
    }

    /**
     * The path behind the authority, or the whole location where there is none.
     *
     * @return the path, with its leading slash if it has one; may be empty
     */
    public String path() {
        return uri.path();
    }

    /**
     * A setting that has a value or a default.
     *
     * @param key the key
     * @param <T> the type of its value
     * @return the value
     * @throws AmpException with {@link LoadError#CONFIG_INVALID} if neither is there
     */
    public <T> T require(ConfigKey<T> key) {
        return find(key)
                .orElseThrow(() -> new AmpException(
                        LoadError.CONFIG_INVALID, "setting '" + key.name() + "' is missing: " + key.description()));
    }

    /**
     * A setting that may be absent.
     *
     * @param key the key
     * @param <T> the type of its value
     * @return the value, else the default, else empty
     */
    @SuppressWarnings("unchecked") // the value was read by this key's own parser
    public <T> Optional<T> find(ConfigKey<T> key) {
        T value = (T) values.get(key.name());
        return Optional.ofNullable(value == null ? key.defaultValue() : value);
    }

    /** The URI without user, password and settings: safe to print, and to name a destination. */
    @Override
    public String toString() {
        return uri.scheme() + ":" + uri.location();
    }
}
