package io.amp4j.loader;

import io.amp4j.client.AmpException;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.config.NearestName;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the loader for a URI's scheme. */
record DestinationRegistry(List<LoaderProvider> providers) {
    DestinationRegistry {
        providers = providers.stream()
                .sorted(Comparator.comparing(LoaderProvider::name))
                .toList();
    }

    static DestinationRegistry onClassPath() {
        return new DestinationRegistry(ServiceLoader.load(LoaderProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    Found find(String uri) {
        String scheme = Config.schemeOf(uri);
        return providers.stream()
                .filter(provider -> provider.schemes().contains(scheme))
                .findFirst()
                .map(Found::new)
                .orElseThrow(() -> unknown(scheme));
    }

    private AmpException unknown(String scheme) {
        List<String> schemes =
                providers.stream().flatMap(p -> p.schemes().stream()).sorted().toList();
        Optional<String> meant = NearestName.of(scheme, schemes);
        if (meant.isPresent()) {
            return new AmpException(
                    LoadError.LOADER_UNKNOWN,
                    "no loader answers to '" + scheme + ":'; did you mean '" + meant.get() + ":'?");
        }
        String known = schemes.isEmpty() ? "none" : String.join(", ", schemes);
        return new AmpException(
                LoadError.LOADER_UNKNOWN,
                scheme.isEmpty()
                        ? "a destination is written scheme:location, such as duckdb:chain.duckdb; known schemes: "
                                + known
                        : "no loader on the class path answers to '" + scheme + ":' (known schemes: " + known
                                + "). Add its module to your dependencies, such as io.amp4j:amp4j-" + scheme);
    }

    /** A provider that answers to a URI. */
    record Found(LoaderProvider provider) {
        Config config(String uri, Map<String, String> settings) {
            List<ConfigKey<?>> keys = new ArrayList<>(LoadKeys.ALL);
            keys.addAll(provider.keys());
            return Config.of(uri, settings, keys);
        }

        Loader loader(String uri, Map<String, String> settings) {
            return provider.create(config(uri, settings));
        }
    }
}
