package io.amp4j.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.config.ConfigKey;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.spi.LoaderProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DestinationRegistryTest {
    private final DestinationRegistry registry =
            new DestinationRegistry(List.of(provider("Zeta", "zeta"), provider("Alpha", "alpha", "alpha2")));

    private static LoaderProvider provider(String name, String... schemes) {
        return new LoaderProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Set<String> schemes() {
                return Set.of(schemes);
            }

            @Override
            public List<ConfigKey<?>> keys() {
                return List.of(ConfigKey.text("own", "The loader's own."));
            }

            @Override
            public Loader create(Config config) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Test
    void finds_a_provider_by_scheme_whatever_its_case() {
        assertThat(registry.find("ALPHA2://host").provider().name()).isEqualTo("Alpha");
    }

    @Test
    void lists_providers_by_name() {
        assertThat(registry.providers()).extracting(LoaderProvider::name).containsExactly("Alpha", "Zeta");
    }

    @Test
    void an_unknown_scheme_names_the_known_ones_and_what_to_add() {
        assertThatThrownBy(() -> registry.find("duckdb:chain.duckdb"))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.LOADER_UNKNOWN))
                .hasMessageContaining("known schemes: alpha, alpha2, zeta")
                .hasMessageContaining("io.amp4j:amp4j-duckdb");
    }

    @Test
    void a_misspelt_scheme_is_told_what_was_meant() {
        assertThatThrownBy(() -> registry.find("alhpa:chain"))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(LoadError.LOADER_UNKNOWN))
                .hasMessageContaining("'alhpa:'; did you mean 'alpha:'?");
    }

    @Test
    void a_destination_without_a_scheme_is_explained() {
        assertThatThrownBy(() -> registry.find("chain.duckdb")).hasMessageContaining("scheme:location");
    }

    @Test
    void a_uri_may_carry_settings_of_the_loader_and_of_the_load() {
        Config config = registry.find("zeta:x").config("zeta:x?own=1&commit-interval=5s", Map.of());

        assertThat(config.require(LoadKeys.COMMIT_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
    }
}
