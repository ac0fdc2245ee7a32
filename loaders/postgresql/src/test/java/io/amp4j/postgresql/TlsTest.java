package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.spi.Loader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path directory;

    private static KillableServer server;
    private static PemFiles own;
    private static PemFiles stranger;

    @BeforeAll
    static void start() throws Exception {
        own = PemFiles.make(directory, "server", "ip:127.0.0.1");
        stranger = PemFiles.make(directory, "stranger", "ip:127.0.0.1");
        server = new KillableServer(
                directory.resolve("data"),
                Map.of(
                        "ssl", "on",
                        "ssl_cert_file", own.certificate().toString(),
                        "ssl_key_file", own.key().toString()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void connect(String host, String sslmode, Path root) {
        String uri = "postgresql://postgres@" + host + ":" + server.port() + "/postgres?sslmode=" + sslmode
                + "&sslrootcert=" + root;
        try (Loader loader = Destinations.open(uri, Map.of())) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void a_certificate_that_is_trusted_is_accepted() {
        connect("127.0.0.1", "verify-full", own.certificate());
        connect("127.0.0.1", "verify-ca", own.certificate());
    }

    @Test
    void a_certificate_of_somebody_else_is_refused_for_good() {
        assertCode(catchThrowable(() -> connect("127.0.0.1", "verify-full", stranger.certificate())));
        assertCode(catchThrowable(() -> connect("127.0.0.1", "verify-ca", stranger.certificate())));
    }

    @Test
    void a_certificate_of_another_host_is_refused_for_good() {
        assertCode(catchThrowable(() -> connect("localhost", "verify-full", own.certificate())));
        connect("localhost", "verify-ca", own.certificate());
    }

    @Test
    void a_missing_root_certificate_is_refused_for_good() {
        assertCode(catchThrowable(() -> connect("127.0.0.1", "verify-full", directory.resolve("none.crt"))));
    }

    @Test
    void a_server_without_tls_is_refused_where_it_is_required() {
        String uri = TestServer.uri("postgres") + "?sslmode=require";
        try (Loader loader = Destinations.open(uri, Map.of())) {
            assertCode(catchThrowable(() -> loader.states(Optional.empty())));
        }
    }

    private static void assertCode(Throwable failure) {
        LoaderTest.assertCode(failure, LoadError.DESTINATION_UNAUTHENTICATED);
    }
}
