package io.amp4j.client.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "grpc://localhost:1700, localhost, 1700, false",
        "grpc://localhost, localhost, 1602, false",
        "grpc+tls://amp.example/, amp.example, 1602, true",
        "GRPC://Host, Host, 1602, false",
        "http://h, h, 80, false",
        "https://h, h, 443, true",
        "https://h:1602, h, 1602, true",
        "grpc://[::1]:7, [::1], 7, false",
    })
    void reads(String text, String host, int port, boolean tls) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port, tls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost:1602",
                "ftp://h:1",
                "grpc://",
                "grpc://h:0",
                "grpc://h:65536",
                "grpc://h:x",
                "grpc:///path",
                "grpc://h:1602/db",
                "grpc://h:1602?token=secret",
                "grpc://user:secret@h:1602",
                "grpc://user:sec ret@h:1602",
                "grpc://h#secret",
            })
    void refuses_and_repeats_no_secret(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOfSatisfying(
                        AmpException.class, e -> assertThat(e.code()).isEqualTo(ClientError.BAD_URI))
                .message()
                .contains("grpc://host:1602")
                .doesNotContain("secret")
                .doesNotContain("sec ret");
    }

    @Test
    void a_host_without_a_scheme_is_told_apart_from_a_wrong_scheme() {
        assertThatThrownBy(() -> ServerAddress.parse("localhost")).hasMessageContaining("has no scheme");
        assertThatThrownBy(() -> ServerAddress.parse("localhost:1602"))
                .hasMessageContaining("begins with 'localhost:'");
    }

    @Test
    void prints_itself_as_a_uri() {
        assertThat(ServerAddress.parse("https://h")).hasToString("grpc+tls://h:443");
    }
}
