package io.amp4j.loader.spi;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import java.util.List;
import java.util.Set;

/** Finds a loader by the scheme of a URI. Found by {@link java.util.ServiceLoader}; stateless and thread-safe. */
public interface LoaderProvider {
    /**
     * The name of the storage system as people write it.
     *
     * @return a name such as {@code PostgreSQL}
     */
    String name();

    /**
     * The URI schemes that it answers to.
     *
     * @return schemes in lower case, such as {@code postgresql}
     */
    Set<String> schemes();

    /**
     * The configuration keys that it knows beside those of every load; an unknown key is refused before {@link #create}.
     *
     * @return the keys
     */
    List<ConfigKey<?>> keys();

    /**
     * Makes a loader; does no I/O yet.
     *
     * @param config the values of {@link #keys()}, and the URI that they came with
     * @return a loader that the caller closes
     * @throws io.amp4j.client.AmpException with kind USER if the values do not fit together
     */
    Loader create(Config config);
}
