package io.amp4j.loader;

import io.amp4j.loader.config.Config;
import io.amp4j.loader.internal.Turns;
import io.amp4j.loader.spi.Loader;
import java.util.HashMap;
import java.util.Map;

/**
 * A loader that several loads use at once, each for a table of its own: they share its connections and the settings of its URI. Where the loader has
 * one unit open at a time, their units take turns. Thread-safe.
 *
 * <pre>{@code
 * try (SharedLoader chain = SharedLoader.at("duckdb:chain.duckdb", Map.of());
 *         Load blocks = Loads.from(client.sql("SELECT * FROM eth_rpc.blocks")).to(chain).table("blocks").stream();
 *         Load logs = Loads.from(client.sql("SELECT * FROM eth_rpc.logs")).to(chain).table("logs").stream()) {
 *     CompletableFuture.allOf(blocks.result(), logs.result()).join();
 * }
 * }</pre>
 */
public final class SharedLoader implements AutoCloseable {
    private final DestinationRegistry.Found found;
    private final String uri;
    private final Map<String, String> settings;
    private final Loader loader;
    private final Turns turns;

    private SharedLoader(DestinationRegistry.Found found, String uri, Map<String, String> settings) {
        this.found = found;
        this.uri = uri;
        this.settings = Map.copyOf(settings);
        this.loader = found.loader(uri, settings);
        this.turns = new Turns(loader.traits());
    }

    /**
     * Makes the loader for a URI. It does no I/O yet.
     *
     * @param uri where the data goes, such as {@code duckdb:chain.duckdb}; it may carry settings of the loader and of the loads
     * @param settings settings beside those in the URI; they win over the same there
     * @return the loader; the caller closes it after all of its loads have ended
     * @throws io.amp4j.client.AmpException as {@link Destinations#open}
     */
    public static SharedLoader at(String uri, Map<String, String> settings) {
        return new SharedLoader(DestinationRegistry.onClassPath().find(uri), uri, settings);
    }

    Loader loader() {
        return loader;
    }

    /** The configuration of a load that has settings of its own beside those of all. */
    Config config(Map<String, String> more) {
        Config.of("load:", more, LoadKeys.ALL); // a setting of the loader would come too late
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return found.config(uri, all);
    }

    Turns turns() {
        return turns;
    }

    /** Ends the connections. */
    @Override
    public void close() {
        loader.close();
    }
}
