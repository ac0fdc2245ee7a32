package io.amp4j.loader.connection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a destination is, ready to be opened: its secrets are in it. Prints as its label.
 *
 * @param label what people may see: the connection's name, or the URI without secrets
 * @param uri the URI, for {@link io.amp4j.loader.LoadBuilder#to(String)}
 * @param settings settings beside those in the URI, for {@link io.amp4j.loader.LoadBuilder#settings(Map)}
 */
public record DestinationAddress(String label, String uri, Map<String, String> settings) {
    /** Takes a copy of the map. */
    public DestinationAddress {
        settings = Map.copyOf(settings);
    }

    /**
     * The same destination with further settings.
     *
     * @param more names and values; they win over the settings that are there, as all of them do over the URI's own
     * @return a new address
     */
    public DestinationAddress with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(more);
        return new DestinationAddress(label, uri, all);
    }

    @Override
    public String toString() {
        return label;
    }
}
