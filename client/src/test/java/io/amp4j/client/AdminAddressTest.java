package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.internal.wire.ServerAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminAddressTest {
    private static URI address(@Nullable String explicit, @Nullable String variable, String server) {
        return AdminAddress.of(explicit, variable, ServerAddress.parse(server));
    }

    @ParameterizedTest
    @CsvSource({
        "grpc://localhost:1602, http://localhost:1610",
        "grpc+tls://amp.example, https://amp.example:1610",
        "https://amp.example, https://amp.example:1610",
        "grpc://[::1]:7, http://[::1]:1610"
    })
    void without_a_word_it_is_beside_the_server(String server, String admin) {
        assertThat(address(null, " ", server)).hasToString(admin);
    }

    @Test
    void what_is_said_goes_before_the_environment_and_that_before_the_server() {
        String server = "grpc://localhost:1602";
        assertThat(address("http://a:1/", "http://b:2", server)).hasToString("http://a:1");
        assertThat(address(null, "http://b:2/amp/", server)).hasToString("http://b:2/amp");
    }

    @Test
    void a_variable_that_makes_no_sense_is_named() {
        assertThatThrownBy(() -> address(null, "localhost", "grpc://localhost:1602"))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_URI))
                .hasMessageContaining("AMP_ADMIN_URL");
    }
}
