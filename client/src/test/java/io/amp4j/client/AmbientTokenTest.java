package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmbientTokenTest {
    @TempDir
    private Path folder;

    private Path login(String json) throws IOException {
        return Files.writeString(folder.resolve("amp_cli_auth"), json);
    }

    @Test
    void the_environment_comes_before_the_login() throws IOException {
        Path file = login("{\"accessToken\":\"from-login\"}");
        assertThat(new AmbientToken(() -> " from-env ", file).token()).isEqualTo("from-env");
        assertThat(new AmbientToken(() -> "", file).token()).isEqualTo("from-login");
        assertThat(new AmbientToken(() -> null, file).token()).isEqualTo("from-login");
    }

    @Test
    void a_login_is_seen_as_soon_as_it_happens() throws IOException {
        AmbientToken tokens = new AmbientToken(() -> null, folder.resolve("amp_cli_auth"));
        assertThat(tokens.token()).isNull();
        login("{\"userId\":\"u\",\"accounts\":[{\"accessToken\":\"not this\"}],\"accessToken\":\"a\",\"expiry\":17}");
        assertThat(tokens.token()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"accessToken\":\"se-cret\"", "{\"accessToken\":\"se-cret\" se-cret}"})
    void a_broken_login_is_an_error_that_repeats_nothing_of_it(String json) throws IOException {
        Path file = login(json);
        assertThatThrownBy(() -> new AmbientToken(() -> null, file).token())
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.CREDENTIALS))
                .hasNoCause()
                .message()
                .contains("amp_cli_auth")
                .doesNotContain("se-cret");
    }

    @Test
    void a_token_prints_nothing_of_itself() {
        assertThat(TokenSource.of("se-cret").toString()).doesNotContain("se-cret");
    }
}
