package io.amp4j.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amp4j.loader.Destinations;
import io.amp4j.loader.LoadError;
import io.amp4j.loader.config.Config;
import io.amp4j.loader.spi.Loader;
import io.amp4j.loader.testkit.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureServerTest {
    @TempDir
    static Path directory;

    private static KillableServer server;
    private static TestCertificate own;
    private static TestCertificate stranger;

    @BeforeAll
    static void start() throws Exception {
        own = TestCertificate.make(directory, "server", "ip:127.0.0.1");
        stranger = TestCertificate.make(directory, "stranger", "ip:127.0.0.1");
        server = new KillableServer(
                directory.resolve("data"),
                Map.of(
                        "ssl", "on",
                        "ssl_cert_file", own.certificate().toString(),
                        "ssl_key_file", own.key().toString()));
        server.execute("CREATE ROLE careful LOGIN PASSWORD 'correct horse'");
        server.prependAccess("host all careful 127.0.0.1/32 scram-sha-256");
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

    private static String careful(String credentials) {
        return "postgresql://" + credentials + "@127.0.0.1:" + server.port() + "/postgres";
    }

    private static void connect(String uri, Map<String, String> environment) {
        Config config = Config.of(uri, Map.of(), PostgresqlKeys.ALL);
        try (Loader loader = new PostgresqlLoader(Settings.of(config, environment))) {
            assertThat(loader.states(Optional.empty())).isEmpty();
        }
    }

    @Test
    void a_password_is_taken_from_the_uri_the_environment_or_the_pass_file() throws Exception {
        connect(careful("careful:correct%20horse"), Map.of());
        connect(careful("careful") + "?password=correct%20horse", Map.of());
        connect(careful("careful"), Map.of("PGPASSWORD", "correct horse"));
        connect(
                "postgresql:",
                Map.of(
                        "PGHOST", "127.0.0.1",
                        "PGPORT", String.valueOf(server.port()),
                        "PGDATABASE", "postgres",
                        "PGUSER", "careful",
                        "PGPASSWORD", "correct horse"));
        Path file = Files.writeString(
                directory.resolve("pgpass"), "127.0.0.1:" + server.port() + ":*:careful:correct horse\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        System.setProperty("org.postgresql.pgpassfile", file.toString());
        try {
            connect(careful("careful"), Map.of());
            String dead =
                    "postgresql://careful@127.0.0.1:1,127.0.0.1:" + server.port() + "/postgres?connect-timeout=2s";
            connect(dead, Map.of());
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }

    @Test
    void a_wrong_or_missing_password_is_refused_for_good_and_never_shown() {
        Throwable wrong = catchThrowable(() -> connect(careful("careful:battery%20staple"), Map.of()));
        assertCode(wrong);
        assertThat(wrong).hasStackTraceContaining("28P01");
        assertThat(stackTrace(wrong)).doesNotContain("battery");
        assertCode(catchThrowable(() -> connect(careful("careful"), Map.of("PGPASSFILE", "none"))));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertCode(Throwable failure) {
        LoaderTest.assertCode(failure, LoadError.DESTINATION_UNAUTHENTICATED);
    }
}
