package io.amp4j.loader.spi;

import java.util.Set;

/**
 * What a loader, as configured, promises and can do.
 *
 * @param level what readers may see
 * @param features what it can do
 */
public record LoaderTraits(ConsistencyLevel level, Set<LoaderFeature> features) {
    /** Takes a copy of the set. */
    public LoaderTraits {
        features = Set.copyOf(features);
    }

    /**
     * Whether the loader can do something.
     *
     * @param feature what is asked
     * @return true if it declares it
     */
    public boolean has(LoaderFeature feature) {
        return features.contains(feature);
    }
}
