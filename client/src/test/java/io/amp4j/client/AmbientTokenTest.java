package io.amp4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.auth.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

    private static AmbientToken ambient(@Nullable String variable, Path file) {
        return new AmbientToken(
                () -> variable, () -> Login.at(file, "http://127.0.0.1:1").tokens());
    }

    @Test
    void the_environment_comes_before_the_login() throws IOException {
        Path file = login("{\"accessToken\":\"from-login\"}");
        assertThat(ambient(" from-env ", file).token()).isEqualTo("from-env");
        assertThat(ambient("", file).token()).isEqualTo("from-login");
        assertThat(ambient(null, file).token()).isEqualTo("from-login");
    }

    @Test
    void a_login_is_seen_as_soon_as_it_happens() throws IOException {
        AmbientToken tokens = ambient(null, folder.resolve("amp_cli_auth"));
        assertThat(tokens.token()).isNull();
        login("{\"userId\":\"u\",\"accounts\":[{\"accessToken\":\"not this\"}],\"accessToken\":\"a\",\"expiry\":17}");
        assertThat(tokens.token()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"accessToken\":\"se-cret\"", "{\"accessToken\":\"se-cret\" se-cret}"})
    void a_broken_login_is_an_error_that_repeats_nothing_of_it(String json) throws IOException {
        Path file = login(json);
        assertThatThrownBy(() -> ambient(null, file).token())
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.CREDENTIALS))
                .hasNoCause()
                .message()
                .contains("amp_cli_auth")
                .doesNotContain("se-cret");
    }

    @Test
    void a_token_that_somebody_named_is_not_renewed() throws IOException {
        Path file = login("{\"accessToken\":\"other\"}");
        assertThat(ambient("from-env", file).renewed("from-env")).isNull();
        assertThat(ambient(null, file).renewed("before")).isEqualTo("other");
        assertThat(ambient(null, file).renewed("other")).isNull();
    }

    @Test
    void a_token_prints_nothing_of_itself() {
        assertThat(TokenSource.of("se-cret").toString()).doesNotContain("se-cret");
    }
}
