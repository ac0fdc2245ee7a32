package io.amp4j.loader;

import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.List;
import java.util.Map;

/** The storage systems that this program can load into: those whose loader is on its class path. */
public final class Destinations {
    private Destinations() {}

    /**
     * The loaders that were found, by name.
     *
     * @return the providers
     */
    public static List<LoaderProvider> known() {
        return DestinationRegistry.onClassPath().providers();
    }

    /**
     * Makes the loader for a URI. It does no I/O yet.
     *
     * @param uri where the data goes, such as {@code duckdb:chain.duckdb}
     * @param settings settings beside those in the URI; they win over the same there
     * @return the loader; the caller closes it
     * @throws io.amp4j.client.AmpException with {@link LoadError#LOADER_UNKNOWN} if no loader answers to its scheme, with
     *     {@link LoadError#CONFIG_INVALID} for a setting that is wrong
     */
    public static Loader open(String uri, Map<String, String> settings) {
        return DestinationRegistry.onClassPath().find(uri).loader(uri, settings);
    }
}
