package io.amp4j.loader.connection;

import io.amp4j.client.AmpException;
import io.amp4j.loader.LoadError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A destination that has a name. URI and settings may hold {@code ${VARIABLE}} and {@code ${file:/path}}, which are looked up when the connection is
 * used, and a doubled dollar sign before a brace for a plain one. Prints without secrets.
 *
 * @param name letters, digits, dots, hyphens and underscores, beginning with a letter or digit
 * @param uri the URI as it was written
 * @param settings settings beside those in the URI, as they were written, in their order
 */
public record NamedConnection(String name, String uri, Map<String, String> settings) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Refuses a name that could be taken for a URI; takes a copy of the map. */
    public NamedConnection {
        if (!NAME.matcher(name).matches()) {
            throw new AmpException(
                    LoadError.CONFIG_INVALID,
                    "a connection's name has letters, digits, dots, hyphens and underscores, unlike '" + name + "'");
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * The connection as people may see it: passwords, tokens and what is not known to be harmless are asterisks; where such a value is looked up
     * elsewhere, it says where.
     *
     * @return a connection that cannot be used
     */
    public NamedConnection masked() {
        return SecretMask.of(this);
    }

    @Override
    public String toString() {
        NamedConnection masked = masked();
        return name + " = " + masked.uri + (settings.isEmpty() ? "" : " " + masked.settings);
    }
}
