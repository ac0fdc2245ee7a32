package io.amp4j.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.amp4j.client.AmpException;
import io.amp4j.client.ClientError;
import io.amp4j.client.ServiceOptions;
import io.amp4j.client.admin.AdminClient;
import io.amp4j.client.testing.PemFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that wants a certificate, and has one of its own authority. */
@Timeout(60)
class PemTlsTest {
    private static final byte[] NO_DATASETS = "{\"datasets\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private PemFiles serverKeys;
    private PemFiles clientKeys;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        serverKeys = PemFiles.selfSigned(folder, "server");
        clientKeys = PemFiles.selfSigned(folder, "client");
        SSLContext context = new PemTls(clientKeys.certificate(), serverKeys.certificate(), serverKeys.key())
                .context()
                .orElseThrow();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, NO_DATASETS.length);
                exchange.getResponseBody().write(NO_DATASETS);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ServiceOptions options() {
        return ServiceOptions.at("https://localhost:" + server.getAddress().getPort())
                .withTokens(() -> null);
    }

    private static ClientError failure(ServiceOptions options) {
        AmpException e = catchThrowableOfType(
                AmpException.class, () -> new AdminClient(options).datasets().list());
        return (ClientError) e.code();
    }

    @Test
    void both_sides_know_each_other_by_their_files() {
        ServiceOptions known = options()
                .withTrustedCertificates(serverKeys.certificate())
                .withClientCertificate(clientKeys.certificate(), clientKeys.key());
        assertThat(new AdminClient(known).datasets().list()).isEmpty();
    }

    @Test
    void a_server_that_nobody_vouches_for_is_refused() {
        assertThat(failure(options())).isEqualTo(ClientError.TLS);
    }

    @Test
    void a_client_without_a_certificate_is_refused() {
        assertThat(failure(options().withTrustedCertificates(serverKeys.certificate())))
                .isIn(ClientError.TLS, ClientError.UNAVAILABLE);
    }

    @Test
    void files_that_hold_no_certificate_or_key_are_the_users_mistake() throws IOException {
        Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "nonsense");
        assertThat(failure(options().withTrustedCertificates(nonsense))).isEqualTo(ClientError.BAD_OPTION);
        assertThat(failure(options().withClientCertificate(clientKeys.certificate(), nonsense)))
                .isEqualTo(ClientError.BAD_OPTION);
        assertThat(failure(options().withTrustedCertificates(folder.resolve("none.pem"))))
                .isEqualTo(ClientError.BAD_OPTION);
    }
}
